package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.Id;
import org.jdbi.v3.core.Handle;

/** Incidents that were opened in an hour. */
record OpenedPart(ObjectMapper json) implements HourPart {

    private static final String ROWS = """
            SELECT i.id, i.rules, i.severity, (SELECT a.content FROM alert a WHERE a.id = i.alert_id) AS alert FROM incident i
            WHERE i.id > :after AND i.id < :end AND i.opened_at >= :from AND i.opened_at < :until ORDER BY i.id LIMIT :most
            """;

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        return HourPart.page(
                tx.createQuery(ROWS)
                        .bind("after", after.isEmpty() ? hour.firstId(Id.INCIDENT) : after)
                        .bind("end", hour.endId(Id.INCIDENT)),
                hour,
                most,
                row -> {
                    tally.count(
                            Count.INCIDENTS,
                            About.of(
                                    row.getString("severity"),
                                    HourPart.source(json, row.getString("alert")),
                                    HourPart.names(json, row.getString("rules"))));
                    return row.getString("id");
                });
    }
}
