package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Tries that ended in an hour and were not their delivery's first. */
record RetriedPart(ObjectMapper json) implements HourPart {

    static final String ROWS = """
            SELECT t.delivery_id, t.ended_at, d.receiver, n.rules, i.severity, e.source
            FROM attempt t JOIN delivery d ON d.id = t.delivery_id LEFT JOIN notice n ON n.id = d.notice_id
                 LEFT JOIN incident i ON i.id = d.incident_id LEFT JOIN event e ON e.id = n.event_id
            WHERE t.number > 1 AND t.ended_at >= :at AND t.ended_at < :until AND (t.ended_at > :at OR t.delivery_id > :id)
            ORDER BY t.ended_at, t.delivery_id LIMIT :most
            """;

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        TimePlace place = TimePlace.read(after, hour.from());
        return HourPart.page(tx.createQuery(ROWS).bind("at", place.at()).bind("id", place.id()), hour, most, row -> {
            tally.count(
                    Count.RETRIED,
                    About.of(
                            row.getString("severity"),
                            row.getString("source"),
                            HourPart.names(json, row.getString("rules")),
                            List.of(row.getString("receiver"))));
            return new TimePlace(row.getLong("ended_at"), row.getString("delivery_id")).toString();
        });
    }
}
