package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.store.corridor.SettableClock;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.support.CamelContextHelper;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set, and a process that stood still: retries keep their pauses, and alerts that go on do not end. */
@Timeout(90)
@Tag("slow")
class ClockSetTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private final Sink sink = Sink.start();
    private HubFiles files;
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        files = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of("retrySchedule", "30s"))
                .with(Setting.RESOLVE_TIMEOUT, "60s")
                .clock(clock, this::look, Duration.ofSeconds(1));
        hub = files.start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void aRetryWaitsNoLongerForAClockThatIsSetBack() {
        failOnce();

        clock.advance(HOUR.negated());
        soon().until(() -> dueIn() <= 36_000);
        passes(Duration.ofSeconds(36));

        soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
    }

    @Test
    void norForOneThatIsSetBackWhileTheHubIsDown() {
        failOnce();
        hub.close();
        clock.advance(HOUR.negated());

        hub = files.start();
        assertThat(dueIn()).isBetween(20_000L, 36_000L);
        hub.close();
        hub = files.start(); // a second start moves nothing again
        assertThat(dueIn()).isBetween(20_000L, 36_000L);
        passes(Duration.ofSeconds(36));

        soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
    }

    @Test
    void anOpenBreakerTriesAgainThoughTheClockIsSetBack() {
        sink.answer(503, "down");
        for (int i = 0; i < 6; i++) {
            hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"low\", \"fingerprint\": \"f" + i + "\"}");
        }
        soon().until(() -> breaker() == CircuitBreaker.State.OPEN);
        sink.answer(200, "ok");

        clock.advance(HOUR.negated());

        soon().until(() -> breaker() == CircuitBreaker.State.HALF_OPEN);
        passes(Duration.ofSeconds(36));
        soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") >= 1);
    }

    @Test
    void alertsThatGoOnDoNotEndForAStepForward() {
        tell();
        clock.advance(HOUR);
        goesOn();

        passes(Duration.ofSeconds(61)); // and end when they are really not told again
        ends();
    }

    @Test
    void norForAProcessThatStoodStill() {
        tell();
        passesAtOnce(HOUR);
        goesOn();

        passes(Duration.ofSeconds(61));
        ends();
    }

    @Test
    void norLaterForAStepBack() {
        tell();
        clock.advance(HOUR.negated());
        goesOn();

        passes(Duration.ofSeconds(61));
        ends();
    }

    private void failOnce() {
        sink.answer(503, "down");
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"low\"}");
        soon().until(() -> hub.count("SELECT count(*) FROM attempt") == 1);
        sink.answer(200, "ok");
    }

    private CircuitBreaker.State breaker() {
        return CamelContextHelper.findSingleByType(hub.hub().camel(), CircuitBreakerRegistry.class)
                .circuitBreaker("hook-breaker")
                .getState();
    }

    /** In how many milliseconds the delivery is due, by the clock as it shows now. */
    private long dueIn() {
        return hub.count("SELECT max(due_at) FROM delivery") - clock.instant().toEpochMilli();
    }

    private void tell() {
        String alert = "[{\"labels\": {\"alertname\": \"DiskFull\", \"severity\": \"critical\"}}]";
        assertThat(hub.exchange(hub.authorized("/api/v2/alerts")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(alert)))
                        .statusCode())
                .isEqualTo(200);
        sink.await(1);
    }

    private void goesOn() {
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(3))
                .until(() -> sink.got().size() == 1);
    }

    private void ends() {
        assertThat(sink.await(2).get(1).body()).contains("resolved");
    }

    private long look() {
        looks.incrementAndGet();
        return nanos.get();
    }

    /** Time as it passes in a process that runs: no look at the clocks is late by more than is tolerated. */
    private void passes(Duration time) {
        for (long passed = 0; passed < time.toSeconds(); passed += 4) {
            passesAtOnce(Duration.ofSeconds(4));
            long before = looks.get();
            soon().pollInterval(Duration.ofMillis(5)).until(() -> looks.get() > before + 1);
        }
    }

    private void passesAtOnce(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }
}
