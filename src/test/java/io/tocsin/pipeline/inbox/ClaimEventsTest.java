package io.tocsin.pipeline.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.deadletter.SettleOrder;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.pipeline.outbox.AllRooms;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Asked;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are claimed by number and by size. */
@Tag("store")
class ClaimEventsTest {
    private static final String TEN = "{\"a\":\"xx\"}";

    @TempDir
    Path folder;

    private TestCorridor test;
    private ClaimEvents claiming;
    private AcceptEvents accepting;

    @BeforeEach
    void open() {
        test = new TestCorridor(folder);
        claiming = new ClaimEvents(
                test.corridor, EventClaims.of(test.corridor, new RecordDecision(test.corridor, Notifying.NOBODY), 5));
        accepting = new AcceptEvents(test.corridor);
        for (int i = 0; i < 4; i++) {
            test.commit(accepting, List.of(arrived(event())));
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void asManyAreClaimedAsBeginWithinTheRoomAndTheOldestFirst() {
        List<String> ids = test.column("SELECT id FROM event ORDER BY id");

        assertThat(claim(10, 11)).containsExactly(ids.get(0), ids.get(1));
        assertThat(claim(10, 10)).containsExactly(ids.get(2));
        assertThat(claim(10, Long.MAX_VALUE)).containsExactly(ids.get(3));
    }

    @Test
    void oneIsClaimedHoweverLargeItIsAndNoMoreThanHaveAPlace() {
        assertThat(claim(10, 0)).hasSize(1);
        assertThat(claim(2, 1_000)).hasSize(2);
    }

    @Test
    void whatEndsTheHubEachTimeIsClaimedFiveTimesAndThenADeadLetterThatSaysWhy() {
        for (int run = 1; run <= 5; run++) {
            assertThat(claim(10, Long.MAX_VALUE)).as("run " + run).hasSize(4);
            test.clock.advance(TestCorridor.LEASE);
        }
        test.commit(accepting, List.of(arrived(event())));

        assertThat(claim(1, Long.MAX_VALUE))
                .as("one that just came takes the places of the dead")
                .hasSize(1);
        assertThat(test.column("SELECT state || ' ' || attempt FROM event ORDER BY id"))
                .containsExactly("dead 5", "dead 5", "dead 5", "dead 5", "pending 1");
        assertThat(test.column("SELECT kind || ': ' || reason FROM dead_letter"))
                .hasSize(4)
                .allSatisfy(
                        reason -> assertThat(reason).startsWith("event: dead at the claim: it was taken up 5 times"));
    }

    @Test
    void aDeadOneThatIsRedrivenIsTriedAsOftenAgain() {
        for (int run = 1; run <= 6; run++) {
            claim(10, Long.MAX_VALUE);
            test.clock.advance(TestCorridor.LEASE);
        }
        new DeadLetters(new AllRooms(), test.corridor, Notifying.NOBODY)
                .redrive(new SettleOrder(test.column("SELECT id FROM dead_letter"), "mia", "more memory"));

        for (int run = 1; run <= 5; run++) {
            assertThat(claim(10, Long.MAX_VALUE)).as("run " + run).hasSize(4);
            test.clock.advance(TestCorridor.LEASE);
        }
        assertThat(claim(10, Long.MAX_VALUE)).isEmpty();
    }

    private static EventDraft event() {
        return new EventDraft(
                "ci", Optional.empty(), "application/json", TEN.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private List<String> claim(int events, long size) {
        return test.commit(claiming, new ClaimEvents.Request(Asked.of(events), size)).stream()
                .map(Event::id)
                .toList();
    }

    private Arrived arrived(EventDraft draft) {
        return Arrived.of(test.corridor.json(), draft);
    }
}
