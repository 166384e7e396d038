package io.tocsin.pipeline.inbox;

import io.tocsin.model.event.EventDraft;
import io.tocsin.store.corridor.Corridor;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What the hub itself has to say, accepted in the transaction in which that became so: both are on disk, or neither is. */
public final class OwnEvents {

    private OwnEvents() {}

    /** @param events in order; none is nothing */
    public static void accept(Corridor corridor, Handle tx, List<EventDraft> events, Instant now) {
        if (!events.isEmpty()) {
            new AcceptEvents(corridor)
                    .apply(
                            tx,
                            List.of(events.stream()
                                    .map(draft -> Arrived.of(corridor.json(), draft))
                                    .toList()),
                            now);
        }
    }
}
