package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.notice.NoticeKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("store")
class OrderOfDeliveriesTest {

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
    void whatANewerNoticeOvertakesBeforeItWasSentIsSuperseded() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_1", 2, NoticeKind.RESOLVED, "ops");

        assertThat(outbox.column("SELECT state FROM delivery ORDER BY version"))
                .containsExactly("superseded", "pending");
        assertThat(outbox.claimOne().version()).isEqualTo(2);
    }

    @Test
    void aNewerNoticeWaitsForTheOlderOneThatIsBeingSent() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery opened = outbox.claimOne();
        outbox.tell("inc_1", 2, NoticeKind.RESOLVED, "ops");
        assertThat(outbox.claim(10)).isEmpty();

        assertThat(outbox.settle(opened, new Outcome.Delivered(Optional.empty(), "")))
                .isEqualTo(SettleDelivery.Ended.OTHERS_WAIT);
        assertThat(outbox.claimOne().version()).isEqualTo(2);
    }

    @Test
    void aFailedOneIsNotTriedAgainAfterANewerNotice() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery opened = outbox.claimOne();
        outbox.tell("inc_1", 2, NoticeKind.RESOLVED, "ops");
        outbox.settle(opened, outbox.retry(FailureClass.TRANSIENT, Duration.ofSeconds(5), true));

        assertThat(outbox.claimOne().version()).isEqualTo(2);
        assertThat(outbox.column("SELECT state FROM delivery WHERE version = 1"))
                .containsExactly("superseded");
    }

    @Test
    void pagesGoBeforeResolutionsAndThoseBeforeUpdates() {
        outbox.tell("inc_1", 2, NoticeKind.UPDATED, "ops");
        outbox.tell("inc_2", 2, NoticeKind.RESOLVED, "ops");
        outbox.tell("inc_3", 1, NoticeKind.OPENED, "ops");

        assertThat(List.of(
                        outbox.claimOne().incidentId(),
                        outbox.claimOne().incidentId(),
                        outbox.claimOne().incidentId()))
                .containsExactly("inc_3", "inc_2", "inc_1");
    }

    @Test
    void anUpdateThatOvertakesAPageThatNobodyHasSeenIsAsUrgentAsThePage() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_1", 2, NoticeKind.UPDATED, "ops");
        outbox.clock.advance(Duration.ofSeconds(1));
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_3", 2, NoticeKind.UPDATED, "ops");

        assertThat(List.of(
                        outbox.claimOne().incidentId(),
                        outbox.claimOne().incidentId(),
                        outbox.claimOne().incidentId()))
                .containsExactly("inc_1", "inc_2", "inc_3");
        assertThat(outbox.column("SELECT state FROM delivery WHERE incident_id = 'inc_1' ORDER BY version"))
                .containsExactly("superseded", "pending");
    }
}
