package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.TestCorridor;
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
class LimitsTest {

    private static final RateLimit NONE = new RateLimit(0, 1);

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
    void aRateLimitIsSpentAtTheClaimAndRefillsWithTime() {
        Limits slack = new Limits("slack:1", "C1", new RateLimit(1, 3), NONE);
        for (int i = 1; i <= 6; i++) {
            outbox.tell("inc_" + i, 1, NoticeKind.OPENED, "ops");
        }

        assertThat(outbox.claim(10, slack)).hasSize(3);
        assertThat(outbox.claim(10, slack)).isEmpty();
        outbox.clock.advance(Duration.ofMillis(999));
        assertThat(outbox.claim(10, slack)).isEmpty();
        outbox.clock.advance(Duration.ofMillis(1));
        assertThat(outbox.claim(10, slack)).hasSize(1);
        outbox.clock.advance(Duration.ofMinutes(1));
        assertThat(outbox.claim(10, slack)).hasSize(2);
    }

    @Test
    void whatWasPutOffByTheReceiverSpendsNoAttemptAndPausesItForAll() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");
        Delivery first = outbox.claim(1).get(0);
        outbox.settle(first, outbox.retry(FailureClass.RATE_LIMITED, Duration.ofSeconds(40), false));

        assertThat(outbox.claim(10)).isEmpty();
        outbox.clock.advance(Duration.ofSeconds(39));
        assertThat(outbox.claim(10)).isEmpty();
        outbox.clock.advance(Duration.ofSeconds(1));
        assertThat(outbox.claim(10)).hasSize(2).allMatch(delivery -> delivery.attempt() == 1);
    }

    @Test
    void receiversOfOneAccountSpendFromOneBucketAndOthersFromTheirOwn() {
        Limits shared = new Limits("slack:1", "C1", new RateLimit(1, 3), NONE);
        Limits other = new Limits("slack:2", "C1", new RateLimit(1, 3), NONE);
        for (String receiver : List.of("ops", "dev", "qa")) {
            outbox.addLane(receiver);
            for (int i = 1; i <= 3; i++) {
                outbox.tell("inc_" + receiver + i, 1, NoticeKind.OPENED, receiver);
            }
        }

        assertThat(outbox.claim("ops", 2, shared)).hasSize(2);
        assertThat(outbox.claim("dev", 10, shared)).hasSize(1);
        assertThat(outbox.claim("ops", 10, shared)).isEmpty();
        assertThat(outbox.claim("qa", 10, other)).hasSize(3);
    }

    @Test
    void aDestinationThatIsOutOfTokensHoldsBackNobodyElse() {
        Limits limits = new Limits("sns:1", "self", NONE, new RateLimit(1, 2));
        for (int i = 1; i <= 30; i++) {
            toAddress("inc_a" + i, NoticeKind.OPENED, "+1");
        }
        toAddress("inc_b", NoticeKind.UPDATED, "+2");
        outbox.tell("inc_c", 2, NoticeKind.UPDATED, "ops");

        assertThat(outbox.claim(10, limits).stream().map(Delivery::address).sorted())
                .containsExactly("", "+1", "+1", "+2");
        assertThat(outbox.claim(10, limits)).isEmpty();
        outbox.clock.advance(Duration.ofSeconds(1));
        assertThat(outbox.claim(10, limits)).extracting(Delivery::address).containsExactly("+1");
    }

    @Test
    void notEvenAThousandForOneDestinationHideWhatWaitsForAnother() {
        Limits limits = new Limits("sns:1", "self", NONE, new RateLimit(1, 2));
        Notice notice = outbox.notice("inc_a", 1, NoticeKind.OPENED);
        outbox.test
                .store
                .submit((tx, inputs, now) -> List.of(tx.execute("""
                                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
                                INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address,
                                                      fallback_of, priority, state, created_at, due_at)
                                SELECT 'dlv_' || i, ?, 'inc_' || i, 1, 'ops', '+1', i, 0, 'pending', 0, 0 FROM n
                                """, notice.id())), "")
                .join();
        toAddress("inc_b", NoticeKind.UPDATED, "+2");

        assertThat(outbox.claim(10, limits)).extracting(Delivery::address).containsExactlyInAnyOrder("+1", "+1", "+2");
    }

    @Test
    void theAccountsLimitIsAboveThatOfItsDestinations() {
        Limits limits = new Limits("sns:1", "self", new RateLimit(1, 3), new RateLimit(1, 2));
        for (String address : List.of("+1", "+2", "+3")) {
            for (int i = 1; i <= 3; i++) {
                toAddress("inc_" + address + i, NoticeKind.OPENED, address);
            }
        }

        assertThat(outbox.claim(10, limits)).hasSize(3);
        assertThat(outbox.claim(10, limits)).isEmpty();
    }

    @Test
    void whatIsMostUrgentGoesFirstWithinADestination() {
        Limits limits = new Limits("sns:1", "self", NONE, new RateLimit(1, 1));
        toAddress("inc_update", NoticeKind.UPDATED, "+1");
        toAddress("inc_end", NoticeKind.RESOLVED, "+1");
        toAddress("inc_page", NoticeKind.OPENED, "+1");

        for (String incident : List.of("inc_page", "inc_end", "inc_update")) {
            assertThat(outbox.claim(10, limits))
                    .extracting(Delivery::incidentId)
                    .containsExactly(incident);
            outbox.clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void aPauseIsForTheDestinationThatAskedForIt() {
        toAddress("inc_1", NoticeKind.OPENED, "+1");
        outbox.settle(outbox.claimOne(), outbox.retry(FailureClass.RATE_LIMITED, Duration.ofSeconds(40), false));
        toAddress("inc_2", NoticeKind.OPENED, "+1");
        toAddress("inc_3", NoticeKind.OPENED, "+2");

        assertThat(outbox.claim(10)).extracting(Delivery::incidentId).containsExactly("inc_3");
        outbox.clock.advance(Duration.ofSeconds(40));
        assertThat(outbox.claim(10)).hasSize(2).allMatch(delivery -> delivery.attempt() == 1);
    }

    @Test
    void ofTwoPausesTheLaterEndCounts() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");
        List<Delivery> both = outbox.claim(2);
        outbox.settle(both.get(0), outbox.retry(FailureClass.RATE_LIMITED, Duration.ofSeconds(40), false));
        outbox.settle(both.get(1), outbox.retry(FailureClass.RATE_LIMITED, Duration.ofSeconds(10), false));

        outbox.clock.advance(Duration.ofSeconds(39));
        assertThat(outbox.claim(10)).isEmpty();
    }

    @Test
    void aPauseAndWhatIsSpentOutliveTheHubAndAreSeenByOthers() {
        Limits limits = new Limits("slack:1", "C1", new RateLimit(1, 1), NONE);
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");
        Delivery first = outbox.claim(1, limits).get(0);

        try (TestOutbox second = new TestOutbox(new TestCorridor(folder, "hub-2"))) {
            assertThat(second.claim(10, limits)).isEmpty();
            outbox.settle(
                    first,
                    outbox.retry(FailureClass.RATE_LIMITED, Duration.ofSeconds(40), false),
                    limits,
                    Optional.empty());
            second.clock.advance(Duration.ofSeconds(30));
            assertThat(second.claim(10, limits)).isEmpty();
            second.clock.advance(Duration.ofSeconds(10));
            assertThat(second.claim(10, limits)).hasSize(1);
        }
    }

    @Test
    void aLaneIsToldWhenMoreMayGo() {
        Limits limits = new Limits("slack:1", "C1", new RateLimit(5, 1), NONE);
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "ops");
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "ops");

        ClaimDeliveries.Claimed claimed = outbox.ask("ops", 10, limits);

        assertThat(claimed.deliveries()).hasSize(1);
        assertThat(claimed.again()).contains(outbox.clock.instant().plusMillis(200));
        assertThat(outbox.ask("ops", 10, Limits.none("ops")).again()).isEmpty();
    }

    private void toAddress(String incident, NoticeKind kind, String address) {
        outbox.tell(incident, 1, kind, List.of(new Address("ops", address)));
    }
}
