package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Incidents that were over in an hour, however long they had been open. */
record ResolvedPart(ObjectMapper json) implements HourPart {

    static final String ROWS = """
            SELECT i.id, i.opened_at, i.resolved_at, i.rules, i.severity,
                   (SELECT a.content FROM alert a WHERE a.id = i.alert_id) AS alert
            FROM incident i
            WHERE i.resolved_at >= :at AND i.resolved_at < :until AND (i.resolved_at > :at OR i.id > :id) AND i.state = 'resolved'
            ORDER BY i.resolved_at, i.id LIMIT :most
            """;

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        TimePlace place = TimePlace.read(after, hour.from());
        return HourPart.page(tx.createQuery(ROWS).bind("at", place.at()).bind("id", place.id()), hour, most, row -> {
            tally.count(
                    Count.RESOLVED,
                    About.of(
                            row.getString("severity"),
                            HourPart.source(json, row.getString("alert")),
                            HourPart.names(json, row.getString("rules"))),
                    Took.RESOLVING,
                    Duration.ofMillis(row.getLong("resolved_at") - row.getLong("opened_at")));
            return new TimePlace(row.getLong("resolved_at"), row.getString("id")).toString();
        });
    }
}
