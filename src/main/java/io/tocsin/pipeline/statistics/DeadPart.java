package io.tocsin.pipeline.statistics;

import io.tocsin.store.sql.Id;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Deliveries that were given up in an hour, whatever became of them after that. */
record DeadPart() implements HourPart {

    private static final String ROWS = """
            SELECT l.id, l.receiver, l.source, l.rule, i.severity
            FROM dead_letter l LEFT JOIN delivery d ON d.id = l.delivery_id LEFT JOIN incident i ON i.id = d.incident_id
            WHERE l.id > :after AND l.id < :end AND l.kind = 'delivery' AND l.created_at >= :from AND l.created_at < :until
            ORDER BY l.id LIMIT :most
            """;

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        return HourPart.page(
                tx.createQuery(ROWS)
                        .bind("after", after.isEmpty() ? hour.firstId(Id.DEAD_LETTER) : after)
                        .bind("end", hour.endId(Id.DEAD_LETTER)),
                hour,
                most,
                row -> {
                    tally.count(
                            Count.DEAD,
                            About.of(
                                    row.getString("severity"),
                                    row.getString("source"),
                                    names(row.getString("rule")),
                                    names(row.getString("receiver"))));
                    return row.getString("id");
                });
    }

    /** Rules stand in one line; a name has no comma. */
    private static List<String> names(String line) {
        return line == null || line.isEmpty() ? List.of() : List.of(line.split(", "));
    }
}
