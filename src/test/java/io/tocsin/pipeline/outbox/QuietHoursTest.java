package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.rest.LiveRests;
import io.tocsin.pipeline.rest.RestOrder;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Lane;
import io.tocsin.store.sql.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held until somebody's quiet hours end goes out then, in one message if there is more than one. */
@Tag("store")
class QuietHoursTest {

    private static final Instant MORNING = TestCorridor.START.plus(Duration.ofHours(8));
    private static final String MIA = "{\"name\":\"mia\"}";
    private static final Address HELD = new Address("ops", "+1", MIA, Optional.of(MORNING));
    private static final Address AT_ONCE = new Address("ops", "+1", MIA, Optional.empty());

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
    void nothingHeldGoesBeforeTheMorning() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(HELD));

        outbox.clock.advance(Duration.ofHours(8).minusMillis(1));
        assertThat(outbox.claim(10)).isEmpty();
        outbox.clock.advance(Duration.ofMillis(1));
        assertThat(outbox.claim(10)).hasSize(1);
    }

    @Test
    void oneAloneIsSentAsItIs() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(HELD));
        outbox.clock.advance(Duration.ofHours(8));

        Delivery delivery = outbox.claimOne();

        assertThat(delivery.isDigest()).isFalse();
        assertThat(delivery.recipient()).isEqualTo(MIA);
    }

    @Test
    void severalAreOneDigestForThatPerson() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(HELD));
        outbox.tell("inc_2", 1, NoticeKind.OPENED, List.of(HELD));
        outbox.tell("inc_3", 1, NoticeKind.OPENED, List.of(new Address("ops", "+2", "", Optional.of(MORNING))));
        outbox.clock.advance(Duration.ofHours(8));

        List<Delivery> claimed = outbox.claim(10);

        assertThat(claimed)
                .extracting(delivery -> delivery.address() + " " + delivery.isDigest())
                .containsExactlyInAnyOrder("+1 true", "+2 false");
        Delivery digest =
                claimed.stream().filter(Delivery::isDigest).findFirst().orElseThrow();
        assertThat(digest.recipient()).isEqualTo(MIA);
        assertThat(JsonText.read(outbox.test.corridor.json(), digest.message())
                        .at("/digest/reason")
                        .asText())
                .isEqualTo("quiet-hours");
    }

    @Test
    void aDigestThatWaitsUntilSomebodyIsNotLeftAloneAnyMoreGoesAsItIs() {
        List.of("inc_1", "inc_2", "inc_3")
                .forEach(incident -> outbox.tell(incident, 1, NoticeKind.OPENED, List.of(AT_ONCE)));
        Delivery digest = outbox.claimAbove(2, 1).get(0);
        outbox.settle(digest, new Outcome.Released(outbox.clock.instant()));
        Instant until = new LiveRests(outbox.test.store)
                .take(new RestOrder(
                        "mia", "sms", Optional.of(AT_ONCE.key()), Duration.ofHours(1), "person mia", "sms:1"));
        outbox.tell("inc_4", 1, NoticeKind.OPENED, List.of(new Address("ops", "+1", MIA, Optional.of(until))));
        assertThat(outbox.claim(10)).isEmpty();
        outbox.clock.advance(Duration.ofHours(1));

        assertThat(outbox.claim(10))
                .extracting(delivery -> delivery.id().equals(digest.id()) ? "the digest" : delivery.incidentId())
                .containsExactlyInAnyOrder("the digest", "inc_4");
    }

    @Test
    void aClaimThatGathersNothingLeavesThemForOneThatDoes() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(HELD));
        outbox.tell("inc_2", 1, NoticeKind.OPENED, List.of(HELD));
        outbox.clock.advance(Duration.ofHours(8));

        assertThat(outbox.claimWithoutGathering(10)).isEmpty();
        assertThat(outbox.claim(10)).hasSize(1).allMatch(Delivery::isDigest);
    }

    @Test
    void whatIsOverInTheMorningIsToldAsOver() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(HELD));
        outbox.tell("inc_1", 2, NoticeKind.RESOLVED, List.of(HELD));
        outbox.clock.advance(Duration.ofHours(8));

        assertThat(outbox.claimOne().version()).isEqualTo(2);
        assertThat(outbox.column("SELECT state FROM delivery WHERE version = 1"))
                .containsExactly("superseded");
    }

    @Test
    void whatGetsWorseAtNightDoesNotWaitForWhatIsHeld() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(HELD));
        outbox.tell("inc_1", 2, NoticeKind.UPDATED, List.of(AT_ONCE));

        assertThat(outbox.claimOne().version()).isEqualTo(2);
    }

    @Test
    void aPageThatWaitsIsNotReplacedByOneThatIsHeld() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(AT_ONCE));
        outbox.tell("inc_1", 2, NoticeKind.UPDATED, List.of(HELD));

        assertThat(outbox.claimOne().version()).isEqualTo(1);
    }

    @Test
    void aPageThatFailsIsTriedAgainThoughOneIsHeld() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(AT_ONCE));
        Delivery page = outbox.claimOne();
        outbox.tell("inc_1", 2, NoticeKind.UPDATED, List.of(HELD));
        outbox.settle(page, outbox.retry(FailureClass.TRANSIENT, Duration.ofSeconds(5), true));
        outbox.clock.advance(Duration.ofSeconds(5));

        assertThat(outbox.claimOne().id()).isEqualTo(page.id());
    }

    @Test
    void whatIsHeldIsNotHandedToALaneThatIsIdle() {
        Lane<Delivery> lane = outbox.addIdleLane("fast", delivery -> {});
        outbox.tell("inc_1", 1, NoticeKind.OPENED, List.of(new Address("fast", "+1", "", Optional.of(MORNING))));

        assertThat(lane.inHand()).isZero();
        assertThat(outbox.column("SELECT due_at FROM delivery")).containsExactly(Long.toString(MORNING.toEpochMilli()));
    }
}
