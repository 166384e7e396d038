package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.store.sql.Id;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Notices that were made in an hour. */
record NoticePart(ObjectMapper json) implements HourPart {

    private static final String ROWS = """
            SELECT n.id, n.rules, n.receivers, i.severity, e.source
            FROM notice n LEFT JOIN incident i ON i.id = n.incident_id LEFT JOIN event e ON e.id = n.event_id
            WHERE n.id > :after AND n.id < :end AND n.created_at >= :from AND n.created_at < :until ORDER BY n.id LIMIT :most
            """;

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        return HourPart.page(
                tx.createQuery(ROWS)
                        .bind("after", after.isEmpty() ? hour.firstId(Id.NOTICE) : after)
                        .bind("end", hour.endId(Id.NOTICE)),
                hour,
                most,
                row -> {
                    tally.count(
                            Count.NOTICES,
                            About.of(
                                    row.getString("severity"),
                                    row.getString("source"),
                                    HourPart.names(json, row.getString("rules")),
                                    NoticeRow.to(row.getString("receivers"), json).stream()
                                            .map(Address::receiver)
                                            .collect(Collectors.toCollection(TreeSet::new))));
                    return row.getString("id");
                });
    }
}
