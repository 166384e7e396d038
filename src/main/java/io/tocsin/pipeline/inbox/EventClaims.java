package io.tocsin.pipeline.inbox;

import io.tocsin.model.event.Event;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Claims of events; one that is given up becomes a dead letter, as if its route had said so. */
final class EventClaims {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private EventClaims() {}

    /** @param most how often an event is tried */
    static Claims<Event> of(Corridor corridor, RecordDecision recording, int most) {
        return new Claims<>(
                new EventTable(),
                corridor.terms(),
                Claims.Patience.doubling(most, FIRST_PAUSE),
                row -> EventTable.read(corridor.json(), row),
                (tx, dead, now) -> bury(recording, tx, dead, now));
    }

    private static void bury(RecordDecision recording, Handle tx, List<Claims.Dead<Event>> dead, Instant now) {
        recording.apply(
                tx,
                dead.stream()
                        .map(one -> {
                            EventStaging staging = new EventStaging(one.row());
                            staging.giveUp(one.reason());
                            return staging;
                        })
                        .toList(),
                now);
    }
}
