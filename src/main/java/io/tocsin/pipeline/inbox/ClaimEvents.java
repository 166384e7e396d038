package io.tocsin.pipeline.inbox;

import io.tocsin.model.event.Event;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.hubs.Slices;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Claims the oldest due events for this hub's decide room: so many, of so many characters together, but at least one. */
final class ClaimEvents implements Change<ClaimEvents.Request, List<Event>> {

    /**
     * What the lane asks for.
     *
     * @param asked how many, and who is told of them
     * @param size how many characters of them together, at least 1
     */
    record Request(Asked<Event> asked, long size) {}

    private final Claims<Event> claims;
    private final Membership hubs;
    private final String which;

    ClaimEvents(Corridor corridor, Claims<Event> claims) {
        this.claims = claims;
        this.hubs = corridor.hubs();
        this.which = EventTable.BY_SIZE.formatted(
                hubs.isShared() ? "AND slice IN (" + Slices.MINE + ")" : "",
                corridor.terms().skipLocked());
    }

    @Override
    public List<List<Event>> apply(Handle tx, List<Request> requests, Instant now) {
        return requests.stream().map(one -> claim(tx, one, now)).toList();
    }

    /** It passes over what others hold; of its slices hubs only change whose they are. */
    @Override
    public boolean ridesAlong() {
        return true;
    }

    private List<Event> claim(Handle tx, Request request, Instant now) {
        int room = request.asked.room();
        long size = Math.max(1, request.size);
        boolean any = !hubs.isShared() || Slices.hold(tx, hubs.id().owner());
        List<Event> events = !any ? List.of() : claims.claim(tx, which, room, Map.of("size", size), now);
        long taken = events.stream().mapToLong(event -> event.body().length()).sum();
        request.asked.claimed(tx, events, events.size() < room && taken < size, now);
        return events;
    }
}
