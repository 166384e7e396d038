package io.tocsin.app.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * A table whose rows go when they are old and nothing needs them.
 *
 * @param table its name
 * @param time the column by which a row is old
 * @param made the column that says when a row was made, where rows are looked at in the order of their ids, which are made in that
 *     order; empty where {@code time} has an index: it costs each row that is written, and only this reads it
 * @param key what names a row {@code r}, in SQL, each of it a text
 * @param removable what else must hold of row {@code r}, in SQL
 * @param parts statements that remove what belongs to a row that went, by its {@code :k0}
 */
record Settled(
        String table, String time, Optional<String> made, List<String> key, String removable, List<String> parts) {

    /**
     * A place between two rows, in the order of their time.
     *
     * @param at the time of the row before it, in milliseconds; where the order is that of ids, when that was made
     * @param key the row before it; empty texts for the first place of all
     */
    record Place(long at, List<String> key) {}

    /**
     * Some rows that follow each other.
     *
     * @param removable the keys of those that may go
     * @param end the place behind the last one
     * @param last whether no old row is behind it
     */
    record Page(List<List<String>> removable, Place end, boolean last) {}

    /** One whose key is its id. */
    static Settled byId(String table, String time, String removable, String... parts) {
        return new Settled(table, time, Optional.empty(), List.of("r.id"), removable, List.of(parts));
    }

    /** One whose rows are looked at in the order of their ids, for as long as they are old. */
    static Settled inOrder(String table, String made, String removable, String... parts) {
        return new Settled(table, "settled_at", Optional.of(made), List.of("r.id"), removable, List.of(parts));
    }

    /** Before all rows. */
    Place begin() {
        return new Place(Long.MIN_VALUE, key.stream().map(column -> "").toList());
    }

    /** Reads the next rows older than a time, however many of them may go: at most so many, by an index. */
    Page read(Handle tx, Place from, long before, long now, int most) {
        Query query = tx.createQuery(select())
                .bind("at", from.at)
                .bind("before", before)
                .bind("most", most);
        bind(query::bind, from.key);
        List<List<String>> removable = new ArrayList<>();
        List<Place> places = query.map((row, context) -> {
                    List<String> names = new ArrayList<>(key.size());
                    for (int i = 0; i < key.size(); i++) {
                        names.add(row.getString("k" + i));
                    }
                    if (row.getBoolean("removable")) {
                        removable.add(names);
                    }
                    return new Place(row.getLong("at"), names);
                })
                .list();
        Place end = places.isEmpty() ? from : places.get(places.size() - 1);
        return new Page(
                removable,
                end,
                places.size() < most || end.at >= before && end.at <= now); // one of the future says nothing
    }

    /** Removes those of the rows that may still go, with their parts; gives back how many rows went. */
    int remove(Handle tx, List<List<String>> some, long before) {
        List<List<String>> keys = some.stream()
                .sorted(Comparator.comparing(Object::toString)) // as other hubs hold rows
                .toList();
        PreparedBatch batch = tx.prepareBatch(delete());
        for (List<String> names : keys) {
            bind(batch::bind, names);
            batch.bind("before", before).add();
        }
        int[] gone = batch.execute();
        List<List<String>> removed = IntStream.range(0, gone.length)
                .filter(i -> gone[i] > 0)
                .mapToObj(keys::get)
                .toList();
        for (String part : removed.isEmpty() ? List.<String>of() : parts) {
            PreparedBatch of = tx.prepareBatch(part);
            removed.forEach(names -> of.bind("k0", names.get(0)).add());
            of.execute();
        }
        return removed.size();
    }

    String select() {
        return made.map(this::selectInOrder).orElseGet(this::selectByTime);
    }

    private String selectInOrder(String column) {
        return ("SELECT r.%s AS at, r.id AS k0, CASE WHEN r.%s < :before AND %s THEN 1 ELSE 0 END AS removable"
                        + " FROM %s r WHERE r.id > :k0 ORDER BY r.id LIMIT :most")
                .formatted(column, time, removable, table);
    }

    private String selectByTime() {
        String names = IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i) + " AS k" + i)
                .collect(Collectors.joining(", "));
        String columns = String.join(", ", key);
        String places = IntStream.range(0, key.size()).mapToObj(i -> ":k" + i).collect(Collectors.joining(", "));
        return ("SELECT r.%1$s AS at, %2$s, CASE WHEN %3$s THEN 1 ELSE 0 END AS removable FROM %4$s r"
                        + " WHERE r.%1$s < :before AND r.%1$s >= :at AND (r.%1$s, %5$s) > (:at, %6$s)"
                        + " ORDER BY r.%1$s, %5$s LIMIT :most")
                .formatted(time, names, removable, table, columns, places);
    }

    private String delete() {
        String row = IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i) + " = :k" + i)
                .collect(Collectors.joining(" AND "));
        return "DELETE FROM %s AS r WHERE %s AND r.%s < :before AND %s".formatted(table, row, time, removable);
    }

    private void bind(Binding binding, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            binding.bind("k" + i, names.get(i));
        }
    }

    @FunctionalInterface
    private interface Binding {
        Object bind(String name, String value);
    }
}
