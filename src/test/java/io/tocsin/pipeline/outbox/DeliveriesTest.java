package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class DeliveriesTest {

    @TempDir
    Path folder;

    private TestOutbox outbox;

    @BeforeEach
    void open() {
        outbox = new TestOutbox(folder);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aNoticeAndItsDeliveriesAreOneTransaction() {
        outbox.addLane("mail");
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops", "mail");

        assertThat(outbox.column("SELECT receiver || ' ' || state FROM delivery ORDER BY receiver"))
                .containsExactly("mail pending", "ops pending");
        assertThat(outbox.column("SELECT state FROM notice")).containsExactly("told");
    }

    @Test
    void aNoticeWhoseClaimWasLostMakesNoDelivery() {
        Notice notice = outbox.notice("inc_1", 1, NoticeKind.OPENED);
        Notice lost = new Notice(
                notice.id(),
                "inc_1",
                "evt_1",
                1,
                1,
                NoticeKind.OPENED,
                List.of("disk"),
                List.of(),
                "{}",
                notice.fence() - 1);

        assertThat(outbox.fanOut(lost, List.of(new Address("ops", "")))).isFalse();
        assertThat(outbox.test.rows("SELECT * FROM delivery")).isEmpty();
    }

    @Test
    void aReceiverThatIsNotThereIsADeadLetterThatSaysSo() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "typo");

        assertThat(outbox.column("SELECT state || ': ' || reason FROM delivery"))
                .containsExactly("dead: no receiver is called typo");
        assertThat(outbox.column("SELECT receiver FROM dead_letter")).containsExactly("typo");
    }

    @Test
    void aReceiverThatIsNotThereAndIsNamedTwiceIsOneDeadLetter() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "typo", "typo");

        assertThat(outbox.column("SELECT delivery_id FROM dead_letter"))
                .isEqualTo(outbox.column("SELECT id FROM delivery"));
    }

    @Test
    void aClaimIsALeaseThatEndsIfItsOwnerDies() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");

        Delivery first = outbox.claimOne();
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(outbox.claim(10)).isEmpty();
        outbox.clock.advance(TestCorridor.LEASE);
        Delivery again = outbox.claimOne();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(outbox.settle(first, new Outcome.Delivered(Optional.of(200), "late")))
                .isEqualTo(SettleDelivery.Ended.LOST);
        assertThat(outbox.settle(again, new Outcome.Delivered(Optional.of(200), "ok")))
                .isEqualTo(SettleDelivery.Ended.SETTLED);
        assertThat(outbox.column("SELECT state FROM delivery")).containsExactly("delivered");
        assertThat(outbox.column("SELECT answer FROM attempt ORDER BY number")).containsExactly("late", "ok");
    }

    @Test
    void aDeliveryThatItsLaneHasAPlaceForIsHandedOverWithoutAClaim() throws Exception {
        CompletableFuture<Delivery> handed = new CompletableFuture<>();
        outbox.addIdleLane("fast", handed::complete);
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "fast");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "fast");

        assertThat(handed.get().incidentId()).isEqualTo("inc_1");
        assertThat(outbox.column(
                        "SELECT incident_id || ' ' || coalesce(owner, '-') || attempt FROM delivery ORDER BY id"))
                .containsExactly("inc_1 hub-11", "inc_2 -0");
    }

    @Test
    void whatTheBreakerRefusedSpendsNoAttemptAndLeavesNoTrace() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.settle(outbox.claimOne(), new Outcome.Released(outbox.clock.instant()));

        assertThat(outbox.claimOne().attempt()).isEqualTo(1);
        assertThat(outbox.test.rows("SELECT * FROM attempt")).isEmpty();
    }

    @Test
    void whatIsDeadKeepsItsReasonAndNamesItsFallback() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Failure failure =
                new Failure(FailureClass.PERMANENT, "404 channel_not_found", Optional.of(404), Optional.empty());
        outbox.settle(outbox.claimOne(), new Outcome.Dead(failure));

        assertThat(outbox.column("SELECT failure_class || ' ' || reason || ' ' || fallback FROM dead_letter"))
                .containsExactly("permanent 404 channel_not_found mail");
        assertThat(outbox.column("SELECT status_code FROM attempt")).containsExactly("404");
    }
}
