package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.deadletter.SettleOrder;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A delivery that its receiver may have already is marked as such, for the route and for whoever reads the trace. */
@Tag("store")
class PossibleDuplicateTest {

    @TempDir
    Path folder;

    private TestOutbox outbox;

    @BeforeEach
    void open() {
        outbox = new TestOutbox(folder);
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aFirstTryIsNone() {
        assertThat(outbox.claimOne().possibleDuplicate()).isFalse();
    }

    @Test
    void aTryThatSurelyFailedMakesNone() {
        outbox.settle(outbox.claimOne(), outbox.retry(FailureClass.TRANSIENT, Duration.ZERO, true));

        assertThat(outbox.claimOne().possibleDuplicate()).isFalse();
    }

    @Test
    void aTryWithoutAnAnswerMakesOneForEver() {
        outbox.settle(outbox.claimOne(), outbox.retry(FailureClass.UNKNOWN, Duration.ZERO, true));
        Delivery second = outbox.claimOne();
        outbox.settle(second, outbox.retry(FailureClass.TRANSIENT, Duration.ZERO, true));

        assertThat(second.possibleDuplicate()).isTrue();
        assertThat(second.unanswered()).isOne();
        assertThat(outbox.claimOne().possibleDuplicate()).isTrue();
    }

    @Test
    void aClaimWhoseOwnerNeverSaidHowItEndedMakesOne() {
        outbox.claimOne();
        outbox.clock.advance(TestCorridor.LEASE);

        Delivery taken = outbox.claimOne();

        assertThat(taken.possibleDuplicate()).isTrue();
        assertThat(taken.unanswered()).isOne();
    }

    @Test
    void oneThatEndsTheHubEachTimeIsADeadLetterAfterFiveAndItsFallbackHears() {
        for (int run = 1; run <= 5; run++) {
            outbox.claimOne();
            outbox.clock.advance(TestCorridor.LEASE);
        }

        assertThat(outbox.claim(10)).isEmpty();
        assertThat(outbox.column("SELECT state || ' ' || attempt || ' ' || failure_class FROM delivery"))
                .containsExactly("dead 5 unknown");
        assertThat(outbox.column("SELECT fallback || ': ' || reason FROM dead_letter"))
                .singleElement()
                .asString()
                .startsWith("mail: dead at the claim: it was taken up 5 times");
    }

    @Test
    void aTryWhoseEndWasHeardStartsThatCountAnew() {
        for (int run = 1; run <= 12; run++) {
            Delivery claimed = outbox.claimOne();
            if (run % 4 == 0) {
                outbox.settle(claimed, outbox.retry(FailureClass.TRANSIENT, Duration.ZERO, true));
            } else {
                outbox.clock.advance(TestCorridor.LEASE);
            }
        }

        assertThat(outbox.claimOne().attempt()).isEqualTo(13);
    }

    @Test
    void whatTheBreakerRefusedIsNone() {
        outbox.settle(outbox.claimOne(), new Outcome.Released(outbox.clock.instant()));

        assertThat(outbox.claimOne().possibleDuplicate()).isFalse();
    }

    @Test
    void aRedriveBeginsAfreshButDoesNotForgetThatItMayHaveArrived() {
        outbox.settle(
                outbox.claimOne(), new Outcome.Dead(Failure.of(FailureClass.UNKNOWN, "it may have been delivered")));
        new DeadLetters(new AllRooms(), outbox.test.corridor, Notifying.NOBODY)
                .redrive(new SettleOrder(outbox.column("SELECT id FROM dead_letter"), "mia", "asked them"));

        Delivery redriven = outbox.claimOne();

        assertThat(redriven.possibleDuplicate()).isTrue();
        assertThat(redriven.unanswered()).as("park sends it, too").isZero();
    }
}
