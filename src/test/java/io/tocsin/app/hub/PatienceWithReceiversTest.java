package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.store.corridor.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the outbox does with a receiver that fails, asks for a pause, or refuses: seen in the store and by the receiver. */
@Timeout(60)
@Tag("slow")
class PatienceWithReceiversTest {
    private static final int FAILURES = 5;
    private static final int PERMITTED = 2;
    private static final int BACKLOG = 20;
    private static final String RULES =
            "rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]";

    @TempDir
    Path folder;

    @Test
    void fiveFailuresOpenTheBreakerAndAnOpenOneSpendsNoAttemptAndARecoveryDrains() {
        CountDownLatch hold = new CountDownLatch(1);
        try (Sink sink = Sink.start().answer(500, "broken");
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of("openFor", 4, "retrySchedule", "500ms"))
                        .start()) {
            send(hub, 0, FAILURES);
            soon().until(() -> state(hub) == CircuitBreaker.State.OPEN);
            assertThat(sink.got()).hasSize(FAILURES);

            sink.answer(request -> answerAfter(hold));
            send(hub, FAILURES, BACKLOG);
            // The retries were due half a second after they failed, and the lane looks every 100 ms.
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> sink.got().size() == FAILURES);
            assertThat(state(hub)).isEqualTo(CircuitBreaker.State.OPEN);
            assertThat(hub.count("SELECT sum(attempt) FROM delivery"))
                    .as("attempts that count towards the retry schedule")
                    .isEqualTo(FAILURES);
            assertThat(hub.count("SELECT count(*) FROM attempt"))
                    .as("attempts in the trace")
                    .isEqualTo(FAILURES);

            sink.await(FAILURES + PERMITTED);
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> sink.got().size() == FAILURES + PERMITTED);
            assertThat(state(hub)).isEqualTo(CircuitBreaker.State.HALF_OPEN);

            hold.countDown();
            soon().until(() ->
                    hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == FAILURES + BACKLOG);
            assertThat(sink.got())
                    .as("five failed, and each was sent once more")
                    .hasSize(2 * FAILURES + BACKLOG);
            assertThat(hub.count("SELECT sum(attempt) FROM delivery")).isEqualTo(2 * FAILURES + BACKLOG);
        } finally {
            hold.countDown();
        }
    }

    @Test
    void aReceiverThatAsksForAPauseIsLeftAloneAndNoAttemptIsSpent() {
        SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
        try (Sink sink =
                        Sink.start().answer(request -> new Sink.Reply(429, "slow down", Map.of("Retry-After", "600")));
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of("concurrency", 1))
                        .clock(clock)
                        .start()) {
            send(hub, 0, 1);
            soon().until(() -> hub.count("SELECT count(*) FROM attempt WHERE failure_class = 'rate-limited'") == 1);
            sink.answer(200, "ok");
            send(hub, 1, 3);
            clock.advance(Duration.ofSeconds(599));
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> sink.got().size() == 1);
            assertThat(hub.count("SELECT sum(attempt) FROM delivery"))
                    .as("neither what was put off nor what waits behind it spent an attempt")
                    .isZero();

            clock.advance(Duration.ofSeconds(2));
            soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 4);
            assertThat(sink.got()).hasSize(5);
        }
    }

    @Test
    void aPauseOutlivesARestart() {
        SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
        HubFiles files = HubFiles.in(folder).rules(RULES).clock(clock);
        try (Sink sink =
                Sink.start().answer(request -> new Sink.Reply(429, "slow down", Map.of("Retry-After", "600")))) {
            files.webhook("hook", sink.url(), Map.of());
            try (TestHub hub = files.start()) {
                send(hub, 0, 1);
                soon().until(() -> hub.count("SELECT count(*) FROM attempt") == 1);
            }
            sink.answer(200, "ok");
            try (TestHub hub = files.start()) {
                send(hub, 1, 1);
                await().during(Duration.ofSeconds(1))
                        .atMost(Duration.ofSeconds(2))
                        .until(() -> sink.got().size() == 1);
                clock.advance(Duration.ofSeconds(601));
                soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 2);
            }
        }
    }

    @Test
    void aRefusalThatCannotPassIsDeadAtOnceWithTheReceiversWords() {
        try (Sink sink = Sink.start().answer(422, "{\"error\": \"no such channel: #ops\"}");
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of("retrySchedule", "100ms"))
                        .start()) {
            send(hub, 0, 1);
            soon().until(() -> hub.count("SELECT count(*) FROM dead_letter") == 1);
            assertThat(hub.text("SELECT reason FROM dead_letter"))
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("422").contains("no such channel: #ops"));
            assertThat(hub.text("SELECT failure_class || ' ' || state FROM delivery"))
                    .contains("permanent dead");
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(1))
                    .until(() -> sink.got().size() == 1);
        }
    }

    private static void send(TestHub hub, int from, int count) {
        for (int n = from; n < from + count; n++) {
            hub.send("ci", "{\"title\": \"disk " + n + "\", \"fingerprint\": \"disk-" + n + "\"}");
        }
    }

    private static CircuitBreaker.State state(TestHub hub) {
        return hub.hub()
                .camel()
                .getRegistry()
                .findSingleByType(CircuitBreakerRegistry.class)
                .find("hook-breaker")
                .orElseThrow()
                .getState();
    }

    private static Sink.Reply answerAfter(CountDownLatch hold) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Sink.Reply(200, "ok");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }
}
