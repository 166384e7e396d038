package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is handed over waits in its lane, claimed: for a while, and not where something newer, or somebody else, needs it. */
@Timeout(60)
@Tag("slow")
class WaitingInTheLaneTest {

    private static final String IN_HAND = "SELECT incident_id FROM delivery WHERE owner = 'hub-1' ORDER BY id";
    private static final String DUE =
            "SELECT incident_id FROM delivery WHERE state = 'pending' AND owner IS NULL ORDER BY id";

    @TempDir
    Path folder;

    private final Semaphore answers = new Semaphore(0);
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private TestOutbox outbox;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        outbox = new TestOutbox(new TestCorridor(folder, "hub-1", Duration.ofMillis(20)));
        breakers.circuitBreaker("slow-breaker");
        context = new DefaultCamelContext();
        context.getRegistry().bind("corridor", outbox.test.corridor);
        context.getRegistry().bind("breakers", breakers);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                lane("outbox:slow?concurrency=1&breaker=slow-breaker");
                lane("outbox:once?concurrency=1&unknown=retry-once");
                lane("outbox:gathered?concurrency=1&digestAbove=5");
            }

            private void lane(String uri) {
                from(uri).process(exchange -> {
                    sent.add(outbox.column("SELECT incident_id FROM delivery WHERE id = '"
                                    + exchange.getVariable("deliveryId", String.class) + "'")
                            .get(0));
                    answers.acquire();
                });
            }
        });
        context.start();
        awaitIdle("slow", "once", "gathered");
    }

    /** The first claim of a lane that starts has to be over before it takes what is handed over. */
    private void awaitIdle(String... receivers) {
        for (String receiver : receivers) {
            await().until(() -> outbox.test
                    .lanes
                    .find(OutboxLanes.lane(receiver))
                    .flatMap(lane -> lane.reserve(0))
                    .map(place -> {
                        place.cancel();
                        return true;
                    })
                    .orElse(false));
        }
    }

    @AfterEach
    void stop() throws Exception {
        answers.release(1_000);
        context.close();
        outbox.close();
    }

    @Test
    void sixteenTimesWhatIsSentAtOnceIsHandedOverAndTheRestWaitsInTheStore() {
        tell("slow", 20);

        assertThat(outbox.column(IN_HAND)).hasSize(16).startsWith("inc_1").endsWith("inc_16");
        assertThat(outbox.column(DUE)).containsExactly("inc_17", "inc_18", "inc_19", "inc_20");
        answers.release(20);
        await().until(() -> sent.size() == 20);
        assertThat(sent).containsExactlyElementsOf(outbox.column("SELECT incident_id FROM delivery ORDER BY id"));
        await().untilAsserted(() -> assertThat(outbox.column("SELECT fence FROM delivery WHERE state = 'delivered'"))
                .as("each was claimed once, or handed over as claimed")
                .hasSize(20)
                .containsOnly("1"));
    }

    @Test
    void whatMayBeSentAgainOnlyOnceOrBecomesADigestWaitsInTheStore() {
        tell("once", 3);
        tell("gathered", 3);

        assertThat(outbox.column(IN_HAND)).hasSize(2);
    }

    @Test
    void whatHasWaitedForATenthOfItsLeaseIsDueAgainAsIfItHadNotBeenClaimed() {
        tell("slow", 3);
        outbox.clock.advance(TestCorridor.LEASE.dividedBy(10).plusMillis(1));

        await().until(() -> outbox.column(DUE).size() == 2);
        assertThat(outbox.column("SELECT attempt || ' ' || claims || ' ' || possible_duplicate || ' '"
                        + " || COALESCE(first_attempt_at, 'never') FROM delivery WHERE owner IS NULL"))
                .containsExactly("0 0 0 never", "0 0 0 never");
        assertThat(sent).hasSize(1);
        answers.release(3);
        await().until(() -> sent.size() == 3);
        assertThat(sent).containsExactly("inc_1", "inc_2", "inc_3");
    }

    @Test
    void aLaneInWhichSomethingWaitsForLongTakesNoMore() {
        tell("slow", 2);
        outbox.clock.advance(TestCorridor.LEASE.dividedBy(100).plusMillis(1));
        outbox.tell("inc_3", 1, NoticeKind.OPENED, "slow");

        assertThat(outbox.column(DUE)).containsExactly("inc_3");
    }

    @Test
    void aNewerNoticeSupersedesWhatWaitsInTheLane() {
        tell("slow", 2);
        outbox.tell("inc_2", 2, NoticeKind.RESOLVED, "slow");

        assertThat(outbox.column("SELECT state FROM delivery WHERE incident_id = 'inc_2' ORDER BY id"))
                .containsExactly("superseded", "pending");
        answers.release(3);
        await().until(() -> outbox.column("SELECT state FROM delivery WHERE state = 'delivered'")
                        .size()
                == 2);
        assertThat(sent).containsExactly("inc_1", "inc_2");
    }

    @Test
    void whatIsBeingSentIsNotSuperseded() {
        tell("slow", 1);
        await().until(() -> sent.size() == 1);
        outbox.tell("inc_1", 2, NoticeKind.RESOLVED, "slow");

        assertThat(outbox.column("SELECT state FROM delivery ORDER BY id")).containsExactly("pending", "pending");
        answers.release(2);
        await().until(() -> sent.size() == 2);
    }

    @Test
    void whatIsRecalledInATransactionThatFailsWaitsInTheLaneAsBefore() {
        tell("slow", 2);
        await().until(() -> sent.size() == 1);
        Change<String, Void> failing = (tx, inputs, now) -> {
            outbox.test.lanes.recall(tx, List.of("inc_2"));
            throw new IllegalStateException("poison");
        };

        assertThatThrownBy(() -> outbox.test.commit(failing, "")).rootCause().hasMessage("poison");

        assertThat(outbox.column(IN_HAND)).containsExactly("inc_1", "inc_2");
        answers.release(2);
        await().until(() -> sent.size() == 2);
        assertThat(outbox.column("SELECT DISTINCT fence FROM delivery")).containsExactly("1");
    }

    @Test
    void whatWaitsBehindABreakerThatOpensIsGivenBack() {
        tell("slow", 4);
        await().until(() -> sent.size() == 1);
        breakers.circuitBreaker("slow-breaker").transitionToForcedOpenState();
        answers.release();

        await().until(() -> outbox.column(DUE).size() == 3);
        assertThat(outbox.column(
                        "SELECT attempt || ' ' || claims FROM delivery WHERE owner IS NULL AND state = 'pending'"))
                .containsOnly("0 0");
        breakers.circuitBreaker("slow-breaker").transitionToClosedState();
        answers.release(3);
        await().until(() -> sent.size() == 4);
    }

    @Test
    void theMostUrgentGoFirst() {
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "slow");
        outbox.tell("inc_2", 1, NoticeKind.UPDATED, "slow");
        outbox.tell("inc_3", 1, NoticeKind.OPENED, "slow");
        assertThat(outbox.column(IN_HAND)).hasSize(3);
        answers.release(3);

        await().until(() -> sent.size() == 3);
        assertThat(sent).containsExactly("inc_1", "inc_3", "inc_2");
    }

    @Test
    void aLaneThatStopsGivesBackWhatItHasNotBegun() throws Exception {
        tell("slow", 3);
        await().until(() -> sent.size() == 1);
        context.getRouteController().suspendRoute(context.getRoutes().get(0).getRouteId(), 1, TimeUnit.SECONDS);

        await().until(() -> outbox.column(DUE).equals(List.of("inc_2", "inc_3")));
        answers.release();
        await().until(() -> outbox.column("SELECT id FROM delivery WHERE state = 'delivered'")
                        .size()
                == 1);
        assertThat(sent).containsExactly("inc_1");
    }

    private void tell(String receiver, int incidents) {
        for (int i = 1; i <= incidents; i++) {
            outbox.tell("inc_" + i, 1, NoticeKind.OPENED, receiver);
        }
    }
}
