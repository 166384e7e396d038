package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.Notifying;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits behind a breaker that stays open goes to the fallback receiver, once. */
@Tag("store")
class TakeOverTest {

    private static final String ROWS =
            "SELECT receiver || ' ' || incident_id || ' ' || state FROM delivery ORDER BY receiver, incident_id";

    @TempDir
    Path folder;

    private TestOutbox outbox;
    private TakeOver takingOver;

    @BeforeEach
    void open() {
        outbox = new TestOutbox(folder);
        outbox.addLane("mail");
        takingOver = new TakeOver(outbox.test.corridor, Notifying.NOBODY);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void whatWaitsGoesToTheFallbackAndSaysWhy() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        String original = outbox.column("SELECT id FROM delivery").get(0);

        assertThat(takeOver()).isOne();

        assertThat(outbox.column(ROWS)).containsExactly("mail inc_1 pending", "ops inc_1 taken-over");
        assertThat(outbox.column("SELECT fallback_of FROM delivery WHERE receiver = 'mail'"))
                .containsExactly(original);
        assertThat(outbox.column("SELECT reason FROM delivery WHERE receiver = 'ops'"))
                .containsExactly("its breaker was open for 10 min; mail is notified instead");
        assertThat(outbox.test.rows("SELECT * FROM dead_letter")).isEmpty();
    }

    @Test
    void itIsNotSentASecondTimeWhenTheBreakerCloses() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        takeOver();

        assertThat(outbox.claim(10)).isEmpty();
        assertThat(takeOver()).isZero();
        assertThat(outbox.claim("mail", 10, Limits.none("mail"))).hasSize(1);
    }

    @Test
    void whatIsBeingSentStaysUntilItsTryHasEnded() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery sent = outbox.claimOne();

        assertThat(takeOver()).isZero();
        outbox.settle(sent, outbox.retry(FailureClass.TRANSIENT, Duration.ofHours(1), true));
        assertThat(takeOver()).as("that would be tried in an hour").isOne();
    }

    /** Its breaker is its own: what this hub can't reach the other may. */
    @Test
    void nothingIsTakenOverWhileAnotherHubReachesTheReceiver() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        reachedByAnotherHub(Duration.ofMinutes(9));
        assertThat(takeOver()).isZero();

        outbox.clock.advance(Duration.ofMinutes(2));
        assertThat(takeOver()).isOne();
    }

    private void reachedByAnotherHub(Duration ago) {
        outbox.test.commit(
                (tx, inputs, now) -> List.of(tx.createUpdate(
                                "INSERT INTO hub_receiver (receiver, hub, seen_at, succeeded_at) VALUES ('ops', 'b', :at, :at)")
                        .bind("at", now.minus(ago).toEpochMilli())
                        .execute()),
                "");
    }

    @Test
    void whatStandsInForAnotherIsNotPassedOn() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        takeOver();

        assertThat(outbox.test.commit(takingOver, new TakeOver.Order("mail", "ops", Duration.ofHours(1))))
                .isZero();
    }

    @Test
    void anEndStaysSinceWhoeverHeardTheBeginningHearsIt() {
        outbox.tell("inc_1", 2, NoticeKind.RESOLVED, "ops");

        assertThat(takeOver()).isZero();
    }

    @Test
    void ofADigestTheEndsStay() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_3", 2, NoticeKind.RESOLVED, "ops");
        outbox.settle(
                outbox.claimAbove(2, 1).get(0), outbox.retry(FailureClass.TRANSIENT, Duration.ofSeconds(5), true));

        assertThat(takeOver()).isOne();
        assertThat(outbox.column("SELECT incident_id FROM delivery WHERE receiver = 'ops' AND state = 'pending'"))
                .containsExactly("inc_3");
    }

    @Test
    void whatIsHeldByQuietHoursIsNotTold() {
        outbox.tell(
                "inc_1",
                1,
                NoticeKind.OPENED,
                List.of(new Address(
                        "ops", "+1", "", Optional.of(outbox.clock.instant().plusSeconds(60)))));

        assertThat(takeOver()).isZero();
    }

    @Test
    void aDigestIsTakenOverAsOne() {
        for (int i = 1; i <= 3; i++) {
            outbox.tell("inc_" + i, 1, NoticeKind.OPENED, "ops");
        }
        outbox.settle(
                outbox.claimAbove(2, 1).get(0), outbox.retry(FailureClass.TRANSIENT, Duration.ofSeconds(5), true));

        assertThat(takeOver()).isOne();
        assertThat(outbox.claim("mail", 10, Limits.none("mail"))).hasSize(1).allMatch(Delivery::isDigest);
    }

    @Test
    void newsOfAnIncidentThatIsBeingSentIsTakenOverWithOrAfterIt() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        Delivery first = outbox.claimOne();
        outbox.tell("inc_1", 2, NoticeKind.UPDATED, "ops");

        assertThat(takeOver()).isZero();
        outbox.settle(first, outbox.retry(FailureClass.TRANSIENT, Duration.ofSeconds(5), true));
        assertThat(takeOver()).isOne();
        assertThat(outbox.claim("mail", 10, Limits.none("mail")))
                .extracting(Delivery::version)
                .containsExactly(2L);
    }

    @Test
    void inPlaceOfAPersonTheFallbackIsToldInItsOwnWords() {
        outbox.tell(
                "inc_1",
                1,
                NoticeKind.OPENED,
                List.of(new Address("ops", "+1", "{\"name\":\"mia\",\"language\":\"de\"}", Optional.empty())));

        takeOver();

        assertThat(outbox.claim("mail", 10, Limits.none("mail")))
                .singleElement()
                .satisfies(delivery -> {
                    assertThat(delivery.recipient()).isEmpty();
                    assertThat(delivery.address()).isEmpty();
                });
    }

    private int takeOver() {
        return outbox.test.commit(takingOver, new TakeOver.Order("ops", "mail", Duration.ofMinutes(10)));
    }
}
