package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Deliveries that arrived in an hour. Nearly all were made shortly before, and are found by their ids. */
record DeliveredPart(ObjectMapper json, boolean late) implements HourPart {

    private static final String COLUMNS = """
            SELECT d.id, d.receiver, d.address, d.recipient, d.created_at, d.settled_at, n.rules, n.receivers, i.severity, e.source
            FROM delivery d LEFT JOIN notice n ON n.id = d.notice_id LEFT JOIN incident i ON i.id = d.incident_id
                 LEFT JOIN event e ON e.id = n.event_id
            """;

    private static final String SOON = COLUMNS + """
            WHERE d.id > :after AND d.id < :end AND d.state = 'delivered' AND d.settled_at >= :from AND d.settled_at < :until
              AND d.settled_at - d.created_at <= 600000
            ORDER BY d.id LIMIT :most
            """;

    static final String LATE = COLUMNS + """
            WHERE d.settled_at >= :at AND d.settled_at < :until AND (d.settled_at > :at OR d.id > :id) AND d.state = 'delivered'
              AND d.settled_at - d.created_at > 600000
            ORDER BY d.settled_at, d.id LIMIT :most
            """;

    /** Nobody is woken by a mail. */
    private static final String MAIL = "email";

    @Override
    public Page read(Handle tx, HourRange hour, String after, int most, Tally tally) {
        if (late) {
            TimePlace place = TimePlace.read(after, hour.from());
            return HourPart.page(
                    tx.createQuery(LATE).bind("at", place.at()).bind("id", place.id()), hour, most, row -> {
                        count(row, tally);
                        return new TimePlace(row.getLong("settled_at"), row.getString("id")).toString();
                    });
        }
        return HourPart.page(
                tx.createQuery(SOON)
                        .bind("after", after.isEmpty() ? hour.firstIdThatEnds(Id.DELIVERY) : after)
                        .bind("end", hour.endId(Id.DELIVERY)),
                hour,
                most,
                row -> {
                    count(row, tally);
                    return row.getString("id");
                });
    }

    private void count(ResultSet row, Tally tally) throws SQLException {
        Instant at = Instant.ofEpochMilli(row.getLong("settled_at"));
        tally.count(
                Count.DELIVERED,
                About.of(
                        row.getString("severity"),
                        row.getString("source"),
                        HourPart.names(json, row.getString("rules")),
                        List.of(row.getString("receiver"))),
                Took.DELIVERING,
                Duration.between(begin(row), at));
        String recipient = row.getString("recipient");
        if (!recipient.isEmpty()) {
            JsonNode person = JsonText.read(json, recipient);
            if (!person.path("kind").asText().equals(MAIL)
                    && person.path("name").isTextual()) {
                tally.paged(
                        person.path("name").asText(),
                        zone(person.path("timeZone").asText()),
                        at);
            }
        }
    }

    /** When it could go: what waited for the end of somebody's quiet hours was not slow. */
    private Instant begin(ResultSet row) throws SQLException {
        Instant made = Instant.ofEpochMilli(row.getLong("created_at"));
        String told = row.getString("receivers");
        if (told == null || !told.contains("heldUntil")) {
            return made;
        }
        String receiver = row.getString("receiver");
        String address = row.getString("address");
        return NoticeRow.to(told, json).stream()
                .filter(to -> to.receiver().equals(receiver) && to.address().equals(address))
                .map(Address::heldUntil)
                .flatMap(Optional::stream)
                .filter(made::isBefore)
                .findFirst()
                .orElse(made);
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException unknown) { // of a JVM that knew more
            return ZoneId.of("UTC");
        }
    }
}
