package io.tocsin.store.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * A query that many transactions run, whose text is put together of parts that name their values: {@code :now}, {@code :room}. The names
 * are looked for once, and from then on it runs as those of {@link Statements} do. Immutable.
 */
public final class NamedStatement {

    /** A name, not in a text in quotes and not behind PostgreSQL's {@code ::}. */
    private static final Pattern NAME = Pattern.compile("'[^']*'|::|:([a-z_]+)");

    private final List<String> parts = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** @param sql with names behind colons; one whose value is a list of names stands in brackets: {@code id IN (:ids)} */
    public NamedStatement(String sql) {
        Matcher matcher = NAME.matcher(sql);
        int from = 0;
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                parts.add(sql.substring(from, matcher.start()));
                names.add(matcher.group(1));
                from = matcher.end();
            }
        }
        parts.add(sql.substring(from));
    }

    /**
     * What it finds.
     *
     * @param values one for each name: a text, a number, or a list of texts with at least one in it
     * @throws IllegalArgumentException if there is none for a name
     */
    public <R> List<R> list(Handle tx, Map<String, ?> values, Statements.Reading<R> reading) {
        StringBuilder text = new StringBuilder(parts.get(0));
        List<Object> inOrder = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            Object value = values.get(names.get(i));
            if (value == null) {
                throw new IllegalArgumentException("there is no value for " + names.get(i));
            }
            List<?> all = value instanceof List<?> list ? Statements.padded(list) : List.of(value);
            text.append(Statements.marks(all.size())).append(parts.get(i + 1));
            inOrder.addAll(all);
        }
        return Statements.of(tx).list(text.toString(), bound -> bound.all(inOrder), reading);
    }
}
