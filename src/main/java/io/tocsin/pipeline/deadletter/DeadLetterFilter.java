package io.tocsin.pipeline.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which dead letters: those that fit everything that is said.
 *
 * @param equal columns and what they hold: {@code kind}, {@code source}, {@code rule}, {@code receiver},
 *     {@code failure_class}, {@code state}
 * @param reason a part of the reason, in any case; empty for any
 * @param since those that died then or later
 * @param until those that died before
 */
public record DeadLetterFilter(Map<Column, String> equal, String reason, Instant since, Instant until) {

    /** What a filter can ask to be equal. */
    public enum Column {
        KIND,
        SOURCE,
        RULE,
        RECEIVER,
        FAILURE_CLASS,
        STATE;

        /** Its name in the store. */
        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The far end of time, as far as the store can say it. */
    public static final Instant ALWAYS = Instant.ofEpochMilli(Long.MAX_VALUE);

    public DeadLetterFilter {
        equal = new TreeMap<>(equal);
    }

    /** Those of which one column holds this, of any state and time. */
    public static DeadLetterFilter of(Column column, String value) {
        return new DeadLetterFilter(Map.of(column, value), "", Instant.EPOCH, ALWAYS);
    }

    /** The same, but only what died before. */
    public DeadLetterFilter until(Instant end) {
        return new DeadLetterFilter(equal, reason, since, end);
    }

    /** The condition in SQL, with {@link #values()} to be bound. */
    String condition() {
        List<String> parts = new ArrayList<>(List.of("created_at >= :since", "created_at < :until"));
        equal.keySet().forEach(column -> parts.add(condition(column)));
        if (!reason.isEmpty()) {
            parts.add("lower(reason) LIKE :reason ESCAPE '\\'");
        }
        return String.join(" AND ", parts);
    }

    /** A message that several rules notify of is kept with all of their names: any of them finds it. */
    private static String condition(Column column) {
        return column == Column.RULE
                ? "', ' || rule || ', ' LIKE '%, ' || :rule || ', %'"
                : column.column() + " = :" + column.column();
    }

    /** What to bind. */
    Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        values.put("since", since.toEpochMilli());
        values.put("until", until.toEpochMilli());
        equal.forEach((column, value) -> values.put(column.column(), value));
        values.put("reason", "%" + literal(reason.toLowerCase(Locale.ROOT)) + "%");
        return values;
    }

    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
