package io.tocsin.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.sql.FaultyDialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One request that ends 32,000 alerts: whoever else wants something of the store waits for a part of it, not for all. */
@Tag("store")
@Timeout(240)
class ManyEndsTest {
    private static final int EVENTS = 64;
    private static final int ALERTS = 500;

    /** An event's own 500 alerts with a row, an incident, its membership and a notice each, and what else is in the commit. */
    private static final int MOST_ROWS = 4 * ALERTS + 1_000;

    /** Rows of a commit as they are written, and the most that one had. */
    private static final class Commits implements FaultyDialect.Watch {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger statements = new AtomicInteger();
        private final AtomicInteger mostStatements = new AtomicInteger();
        private final AtomicLong commits = new AtomicLong();

        @Override
        public void before(String sql, int rows) {
            if (sql.equals(FaultyDialect.COMMIT)) {
                most.accumulateAndGet(now.getAndSet(0), Math::max);
                mostStatements.accumulateAndGet(statements.getAndSet(0), Math::max);
                commits.incrementAndGet();
            } else {
                now.addAndGet(rows);
                statements.incrementAndGet();
            }
        }

        private void begin() {
            most.set(0);
            mostStatements.set(0);
            commits.set(0);
        }
    }

    @TempDir
    Path folder;

    @Test
    void aCommitIsBoundedByItsRowsHoweverManyAlertsARequestEnds() {
        Commits commits = new Commits();
        try (TestHub hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [] } ]")
                .store(file -> new FaultyDialect(file, commits))
                .start()) {
            assertThat(hub.post("/v1/events/am", request("firing")).statusCode())
                    .isEqualTo(202);
            decided(hub, EVENTS);
            assertThat(hub.count("SELECT count(*) FROM incident WHERE state = 'open'"))
                    .isEqualTo(EVENTS * ALERTS);
            commits.begin();
            long began = System.nanoTime();

            assertThat(hub.post("/v1/events/am", request("resolved")).statusCode())
                    .isEqualTo(202);
            decided(hub, 2 * EVENTS);

            System.out.printf(
                    "%d ends: %d ms in %d commits, at most %d rows and %d statements in one%n",
                    EVENTS * ALERTS,
                    (System.nanoTime() - began) / 1_000_000,
                    commits.commits.get(),
                    commits.most.get(),
                    commits.mostStatements.get());
            assertThat(hub.count("SELECT count(*) FROM incident WHERE state = 'open'"))
                    .isZero();
            assertThat(commits.most.get()).isLessThan(MOST_ROWS);
            assertThat(commits.mostStatements.get())
                    .as("statements are of sets")
                    .isLessThan(40);
        }
    }

    private static void decided(TestHub hub, int events) {
        await().atMost(Duration.ofSeconds(120))
                .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == events);
    }

    private static String request(String status) {
        return IntStream.range(0, EVENTS)
                .mapToObj(event -> IntStream.range(0, ALERTS)
                        .mapToObj(alert -> """
                                {"status": "%s", "labels": {"alertname": "Down", "host": "%d-%d"}}""".formatted(status, event, alert))
                        .collect(Collectors.joining(",", """
                                {"version": "4", "groupKey": "g%d", "status": "%s", "receiver": "hub", "alerts": [
                                """.formatted(event, status), "]}")))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
