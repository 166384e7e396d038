package io.tocsin.pipeline.inbox;

import io.tocsin.model.event.Event;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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

    private final Claims<Event> claims;
    private final String which;

    ClaimEvents(Corridor corridor, Claims<Event> claims) {
        this.claims = claims;
        this.which = EventTable.BY_SIZE.formatted(corridor.terms().skipLocked());
    }

    @Override
    public List<List<Event>> apply(Handle tx, List<Room> rooms, Instant now) {
        return rooms.stream().map(room -> claim(tx, room, now)).toList();
    }

    private List<Event> claim(Handle tx, Room room, Instant now) {
        return claims.claim(tx, which, room.events, query -> query.bind("size", Math.max(1, room.size)), now).stream()
                .sorted(Comparator.comparing(Event::id))
                .toList();
    }
}
