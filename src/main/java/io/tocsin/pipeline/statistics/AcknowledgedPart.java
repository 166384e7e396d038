package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.Id;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Incidents that somebody acknowledged in an hour, for the first time: the audit has when. */
record AcknowledgedPart(ObjectMapper json) implements HourPart {

    private static final String ROWS = """
            SELECT u.id, u.at, i.opened_at, i.rules, i.severity,
                   (SELECT a.content FROM alert a WHERE a.id = i.alert_id) AS alert
            FROM audit u JOIN incident i ON i.id = u.target
            WHERE u.actor <> 'hub.retention' AND u.id > :after AND u.id < :end AND u.action = 'incident.acknowledge'
              AND u.at >= :from AND u.at < :until
              AND NOT EXISTS (SELECT 1 FROM audit earlier
                              WHERE earlier.target = u.target AND earlier.action = u.action AND earlier.id < u.id)
            ORDER BY u.id LIMIT :most
            """;

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        return HourPart.page(
                tx.createQuery(ROWS)
                        .bind("after", after.isEmpty() ? hour.firstId(Id.AUDIT) : after)
                        .bind("end", hour.endId(Id.AUDIT)),
                hour,
                most,
                row -> {
                    tally.count(
                            Count.ACKNOWLEDGED,
                            About.of(
                                    row.getString("severity"),
                                    HourPart.source(json, row.getString("alert")),
                                    HourPart.names(json, row.getString("rules"))),
                            Took.ACKNOWLEDGING,
                            Duration.ofMillis(row.getLong("at") - row.getLong("opened_at")));
                    return row.getString("id");
                });
    }
}
