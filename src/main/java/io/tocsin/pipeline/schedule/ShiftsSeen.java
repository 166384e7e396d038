package io.tocsin.pipeline.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Who was on call when it was last looked at, as rows that are due. */
final class ShiftsSeen {

    static final String EARLIEST = "SELECT min(due_at) FROM shift_seen";

    /** One that is known is looked at now: overrides, calendars or files may say something else. */
    private static final String FOLLOW = """
            INSERT INTO shift_seen (schedule, people, seen_at, due_at) VALUES (:schedule, '', 0, :now)
            ON CONFLICT (schedule) DO UPDATE SET due_at = excluded.due_at
            """;

    private static final String DUE = """
            SELECT schedule, people, seen_at, due_at FROM shift_seen WHERE due_at <= :now ORDER BY due_at, schedule LIMIT :most
            """;

    /** Whoever changes it notifies: of two hubs, and of one that starts again in between, one does. */
    private static final String TAKE = """
            UPDATE shift_seen SET people = :people, seen_at = :seen, due_at = :next
            WHERE schedule = :schedule AND people = :before AND seen_at = :seenBefore AND due_at = :due
            """;

    /**
     * One that is due.
     *
     * @param schedule whose
     * @param people who was on call, as the row has it; empty where nobody looked yet
     * @param seenAt when that was, in milliseconds
     * @param dueAt when it is to be looked at, in milliseconds
     */
    record Row(String schedule, String people, long seenAt, long dueAt) {

        /** Who was on call; empty where nobody looked yet. */
        Optional<List<String>> names(ObjectMapper json) {
            if (people.isEmpty()) {
                return Optional.empty();
            }
            List<String> names = new ArrayList<>();
            JsonText.read(json, people).forEach(name -> names.add(name.asText()));
            return Optional.of(names);
        }
    }

    /** These are to be looked at now, and no others. */
    static final Change<List<String>, Void> FOLLOWING = (tx, lists, now) -> {
        List<String> names = lists.get(lists.size() - 1);
        TreeSet<String> all = new TreeSet<>(names);
        all.addAll(tx.createQuery("SELECT schedule FROM shift_seen")
                .mapTo(String.class)
                .list());
        for (String name : all) { // held by name, as all that changes more than one
            if (names.contains(name)) {
                tx.createUpdate(FOLLOW)
                        .bind("schedule", name)
                        .bind("now", now.toEpochMilli())
                        .execute();
            } else {
                tx.createUpdate("DELETE FROM shift_seen WHERE schedule = :gone")
                        .bind("gone", name)
                        .execute();
            }
        }
        return new ArrayList<>(Collections.nCopies(lists.size(), null));
    };

    private ShiftsSeen() {}

    static List<Row> due(Handle tx, Instant now, int most) {
        return tx.createQuery(DUE)
                .bind("now", now.toEpochMilli())
                .bind("most", most)
                .map((row, context) -> new Row(
                        row.getString("schedule"),
                        row.getString("people"),
                        row.getLong("seen_at"),
                        row.getLong("due_at")))
                .list();
    }

    /** Writes who is on call in place of who was; false where another did, or it was to be looked at anew. */
    static boolean take(
            Handle tx, ObjectMapper json, Row row, Optional<List<String>> people, Instant seen, Instant next) {
        String written = people.map(names -> {
                    ArrayNode array = json.createArrayNode();
                    names.forEach(array::add);
                    return JsonText.of(json, array);
                })
                .orElse(row.people());
        return tx.createUpdate(TAKE)
                        .bind("people", written)
                        .bind("seen", people.isPresent() ? seen.toEpochMilli() : row.seenAt())
                        .bind("next", next.toEpochMilli())
                        .bind("schedule", row.schedule())
                        .bind("before", row.people())
                        .bind("seenBefore", row.seenAt())
                        .bind("due", row.dueAt())
                        .execute()
                > 0;
    }
}
