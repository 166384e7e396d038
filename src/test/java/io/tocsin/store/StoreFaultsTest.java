package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.FaultyDialect;
import io.tocsin.store.sql.TestStores;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk fails once, at each statement that the hub's writer has, before it ran and after it; and at commits of which nobody knows
 * then whether they are on disk. An alert fires and is over meanwhile: no accepted event is lost, nobody hears of it twice or in
 * the wrong order, and no incident stays open.
 */
@Tag("store")
@Timeout(600)
@Tag("slow")
class StoreFaultsTest {
    private static final int COMMITS = 12;

    /** Fails once where it is told to. */
    private static final class Faults implements FaultyDialect.Watch {
        private final Set<String> seen = new LinkedHashSet<>();
        private final AtomicReference<Fault> armed = new AtomicReference<>();

        @Override
        public void before(String sql, int rows) throws SQLException {
            synchronized (seen) {
                seen.add(sql);
            }
            fail(sql, true);
        }

        @Override
        public void after(String sql) throws SQLException {
            fail(sql, false);
        }

        private void fail(String sql, boolean before) throws SQLException {
            Fault fault = armed.get();
            if (fault != null
                    && fault.before == before
                    && fault.sql.equals(sql)
                    && fault.comes()
                    && armed.compareAndSet(fault, null)) {
                throw TestStores.away(fault.toString());
            }
        }

        private List<String> statements() {
            synchronized (seen) {
                return seen.stream()
                        .filter(sql -> !sql.isEmpty() && !sql.equals(FaultyDialect.COMMIT))
                        .toList();
            }
        }
    }

    /** @param skipped how many such statements run as they should before it, counted down */
    private record Fault(String sql, boolean before, java.util.concurrent.atomic.AtomicInteger skipped) {
        private boolean comes() {
            return skipped.getAndDecrement() <= 0;
        }

        private static Fault at(String sql, boolean before, int skipped) {
            return new Fault(sql, before, new java.util.concurrent.atomic.AtomicInteger(skipped));
        }

        @Override
        public String toString() {
            return (before ? "before " : "after ")
                    + sql.strip().lines().findFirst().orElse("").strip();
        }
    }

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private int alerts;

    @Test
    void whereverTheDiskFailsOnceEverybodyHearsWhatTheyShouldAndNothingStaysOpen() {
        Faults faults = new Faults();
        List<Fault> unmet = new ArrayList<>();
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .clock(clock)
                        .everythingTo(sink)
                        .store(file -> new FaultyDialect(file, faults))
                        .start()) {
            faults.seen.clear();
            happens(hub, sink, "no fault");
            List<Fault> all = new ArrayList<>();
            for (String sql : faults.statements()) {
                all.add(Fault.at(sql, true, 0));
                all.add(Fault.at(sql, false, 0));
            }
            for (int commit = 0; commit < COMMITS; commit++) {
                all.add(Fault.at(FaultyDialect.COMMIT, true, commit));
                all.add(Fault.at(FaultyDialect.COMMIT, false, commit));
            }
            assertThat(all).hasSizeGreaterThan(40);
            for (Fault fault : all) {
                faults.armed.set(fault);
                happens(hub, sink, fault.toString());
                if (faults.armed.getAndSet(null) != null) {
                    unmet.add(fault);
                }
            }
            System.out.printf("%d faults, of which %d were not met: %s%n", all.size(), unmet.size(), unmet);
            assertThat(unmet.size()).isLessThan(all.size() / 3);
            assertThat(hub.count("SELECT count(*) FROM event WHERE state <> 'decided'"))
                    .isZero();
            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(3L * alerts);
        }
    }

    private void happens(TestHub hub, Sink sink, String fault) {
        String alert = "alert-" + alerts++;
        send(hub, alert, "firing", 1);
        send(hub, alert, "firing", 2);
        send(hub, alert, "resolved", 3);
        eventually(
                fault,
                () -> hub.count("SELECT count(*) FROM event WHERE state = 'pending'") == 0
                        && hub.count("SELECT count(*) FROM notice WHERE state = 'pending'") == 0
                        && hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0);
        assertThat(hub.text("SELECT status FROM alert WHERE fingerprint = '" + alert + "'"))
                .as(fault)
                .hasValue("resolved");
        assertThat(hub.count("SELECT count(*) FROM incident WHERE state = 'open'"))
                .as(fault)
                .isZero();
        assertThat(hub.count("SELECT count(*) FROM incident WHERE group_key LIKE '% " + alert + "'"))
                .as(fault + ": not two, and none where its beginning was held up until it was over")
                .isLessThan(2);
        List<String> heard = sink.got().stream()
                .map(got -> TestHub.json(got.body()))
                .filter(body -> body.at("/alerts/0/fingerprint").asText().equals(alert))
                .map(body -> body.at("/notice/kind").asText())
                .toList();
        assertThat(heard)
                .as(fault + ": once each, and in order, unless the end was there before the beginning was sent")
                .isIn(List.of("opened", "resolved"), List.of("resolved"), List.of());
    }

    /** As senders do: again under the same key until it is accepted. */
    private static void send(TestHub hub, String alert, String status, int number) {
        String event =
                "{\"title\": \"%s\", \"fingerprint\": \"%s\", \"status\": \"%s\"}".formatted(alert, alert, status);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> hub.exchange(hub.authorized("/v1/events/ci")
                                                .header("Content-Type", "application/json")
                                                .header("Idempotency-Key", alert + "-" + number)
                                                .POST(HttpRequest.BodyPublishers.ofString(event)))
                                        .statusCode()
                                / 100
                        == 2);
    }

    /** Where nothing moves any more a lease has to end: of what was committed, and nobody heard of that. */
    private void eventually(String fault, BooleanSupplier done) {
        for (int leases = 0; ; leases++) {
            try {
                await().atMost(Duration.ofSeconds(3))
                        .pollInterval(Duration.ofMillis(20))
                        .until(done::getAsBoolean);
                return;
            } catch (ConditionTimeoutException stuck) {
                assertThat(leases).as(fault + ": nothing moves").isLessThan(5);
                clock.advance(Duration.ofMinutes(6));
            }
        }
    }
}
