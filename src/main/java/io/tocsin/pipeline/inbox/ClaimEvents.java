package io.tocsin.pipeline.inbox;

import io.tocsin.model.event.Event;
import io.tocsin.model.event.KeptHeaders;
import io.tocsin.model.event.Redo;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Claims the oldest due events for this hub's decide room: so many, of so many characters together, but at least one. */
final class ClaimEvents implements Change<ClaimEvents.Room, List<Event>> {

    /**
     * What there is room for.
     *
     * @param events how many
     * @param size how many characters of them together, at least 1
     */
    record Room(int events, long size) {}

    private final Corridor corridor;
    private final String claim;

    ClaimEvents(Corridor corridor) {
        this.corridor = corridor;
        this.claim = """
                UPDATE event SET owner = :owner, fence = fence + 1, attempt = attempt + 1, due_at = :lease_end
                WHERE id IN (SELECT id
                             FROM (SELECT id, SUM(size) OVER (ORDER BY due_at, id) - size AS ahead
                                   FROM (SELECT id, due_at, size FROM event WHERE state = 'pending' AND due_at <= :now
                                         ORDER BY due_at, id LIMIT :events %s) AS due) AS summed
                             WHERE ahead < :size)
                RETURNING id, source, identity, body, attributes, received_at, fence, attempt, redo
                """.formatted(corridor.store().dialect().skipLocked());
    }

    @Override
    public List<List<Event>> apply(Handle tx, List<Room> rooms, Instant now) {
        return rooms.stream().map(room -> claim(tx, room, now)).toList();
    }

    private List<Event> claim(Handle tx, Room room, Instant now) {
        return tx
                .createQuery(claim)
                .bind("owner", corridor.owner())
                .bind("lease_end", now.plus(corridor.lease()).toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("events", room.events)
                .bind("size", Math.max(1, room.size))
                .map((row, context) -> new Event(
                        row.getString("id"),
                        row.getString("source"),
                        row.getString("identity"),
                        row.getString("body"),
                        headers(row.getString("attributes")),
                        Instant.ofEpochMilli(row.getLong("received_at")),
                        row.getLong("fence"),
                        row.getLong("attempt"),
                        Redo.read(corridor.json(), row.getString("redo"))))
                .list()
                .stream()
                .sorted(Comparator.comparing(Event::id))
                .toList();
    }

    private Map<String, String> headers(String attributes) {
        Map<String, String> read = new HashMap<>();
        JsonText.read(corridor.json(), attributes)
                .fields()
                .forEachRemaining(
                        field -> read.put(field.getKey(), field.getValue().asText()));
        return KeptHeaders.of(read);
    }
}
