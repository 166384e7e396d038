package io.tocsin.pipeline.inbox;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.sql.Change;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The inbox's changes for the bench, which are the stage's own. */
public record InboxSteps(Corridor corridor, RecordDecision recording) {

    private static final long BYTES = 1L << 30;

    /** Puts events on disk, each for a sender of its own. */
    public Function<List<EventDraft>, List<CompletableFuture<List<Accepted>>>> accepting() {
        AcceptEvents accepting = new AcceptEvents(corridor);
        return drafts -> corridor.store()
                .submitInOrder(
                        accepting,
                        drafts.stream()
                                .map(draft -> List.of(Arrived.of(corridor.json(), draft)))
                                .toList());
    }

    /** Claims so many. */
    public Change<Integer, List<Event>> claiming() {
        ClaimEvents claiming = new ClaimEvents(corridor, EventClaims.of(corridor, recording, 5));
        return (tx, rooms, now) -> claiming.apply(
                tx,
                rooms.stream()
                        .map(room -> new ClaimEvents.Request(Asked.of(room), BYTES))
                        .toList(),
                now);
    }
}
