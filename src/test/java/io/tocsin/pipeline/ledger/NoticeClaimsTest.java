package io.tocsin.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.pipeline.deadletter.DeadLetters;
import io.tocsin.pipeline.deadletter.SettleOrder;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.outbox.AllRooms;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notice, or a dead letter, whose route always fails is tried a bounded number of times, and then says so. */
@Tag("store")
class NoticeClaimsTest {

    private static final Change<String, Integer> SQL =
            (tx, statements, now) -> statements.stream().map(tx::execute).toList();

    @TempDir
    Path folder;

    private final AtomicInteger runs = new AtomicInteger();
    private volatile boolean broken = true;
    private TestCorridor test;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        test = new TestCorridor(folder, "hub-1", Duration.ofMillis(20));
        test.commit(
                SQL,
                "INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers, message, state,"
                        + " created_at, due_at) VALUES ('ntc_1', 'inc_1', 'evt_1', 1, 1, 'opened', '[\"disk\"]', '[]', '{}',"
                        + " 'pending', 0, 0)");
        context = new DefaultCamelContext();
        context.getRegistry().bind("corridor", test.corridor);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("ledger:notices").process(exchange -> fail());
                from("ledger:dead-letters").process(exchange -> fail());
            }
        });
        context.start();
    }

    private void fail() {
        runs.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("no such step");
        }
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        test.close();
    }

    @Test
    void aNoticeWhoseRouteAlwaysFailsBecomesADeadLetterAndCanBeRedriven() {
        untilDead();

        assertThat(test.column("SELECT kind || ': ' || reason FROM dead_letter"))
                .containsExactly("notice: the fan-out route failed 8 times: no such step");
        assertThat(test.column("SELECT attempt FROM notice")).containsExactly("8");

        broken = false;
        new DeadLetters(new AllRooms(), test.corridor, Notifying.NOBODY)
                .redrive(new SettleOrder(test.column("SELECT id FROM dead_letter"), "mia", "step added"));
        await().until(() -> test.column("SELECT state FROM notice").equals(List.of("told")));
    }

    @Test
    void aDeadLetterWhoseRouteAlwaysFailsStaysOpenAndSaysThatItWasNotForwarded() {
        untilDead();
        untilEach("SELECT told FROM dead_letter", "1", "SELECT due_at FROM dead_letter WHERE owner IS NULL");

        assertThat(test.column("SELECT state || ' ' || attempt || ': ' || reason FROM dead_letter"))
                .containsExactly("open 30: the fan-out route failed 8 times: no such step;"
                        + " not forwarded: the dead-letter route failed 30 times: no such step");
        int before = runs.get();
        test.clock.advance(Duration.ofDays(2));
        await().during(Duration.ofMillis(200)).until(() -> runs.get() == before);
    }

    private void untilDead() {
        untilEach("SELECT state FROM notice", "dead", "SELECT due_at FROM notice WHERE owner IS NULL");
    }

    /** Moves the clock on to when what waits is due, as long as that is not so; never while it is in hand. */
    private void untilEach(String sql, String wanted, String waitsUntil) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    for (String due : test.column(waitsUntil)) {
                        Duration left =
                                Duration.between(test.clock.instant(), Instant.ofEpochMilli(Long.parseLong(due)));
                        if (!left.isNegative()) {
                            test.clock.advance(left);
                        }
                    }
                    return test.column(sql).equals(List.of(wanted));
                });
    }
}
