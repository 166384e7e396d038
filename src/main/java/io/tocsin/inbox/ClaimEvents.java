package io.tocsin.inbox;

import io.tocsin.corridor.Corridor;
import io.tocsin.event.Event;
import io.tocsin.event.KeptHeaders;
import io.tocsin.event.Redo;
import io.tocsin.store.Change;
import io.tocsin.store.JsonText;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Claims the oldest due events for this hub's decide room. */
final class ClaimEvents implements Change<Integer, List<Event>> {

    private final Corridor corridor;
    private final String claim;

    ClaimEvents(Corridor corridor) {
        this.corridor = corridor;
        this.claim = """
                UPDATE event SET owner = :owner, fence = fence + 1, attempt = attempt + 1, due_at = :lease_end
                WHERE id IN (SELECT id FROM event WHERE state = 'pending' AND due_at <= :now
                             ORDER BY due_at LIMIT :room %s)
                RETURNING id, source, identity, body, attributes, received_at, fence, attempt, redo
                """.formatted(corridor.store().dialect().skipLocked());
    }

    @Override
    public List<List<Event>> apply(Handle tx, List<Integer> rooms, Instant now) {
        return rooms.stream().map(room -> claim(tx, room, now)).toList();
    }

    private List<Event> claim(Handle tx, int room, Instant now) {
        return tx
                .createQuery(claim)
                .bind("owner", corridor.owner())
                .bind("lease_end", now.plus(corridor.lease()).toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("room", room)
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
