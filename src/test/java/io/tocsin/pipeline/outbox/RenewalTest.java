package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.notice.NoticeKind;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A send may take longer than its lease: its hub keeps the claim while it lives, and only then. */
@Tag("store")
@Timeout(60)
class RenewalTest {

    private static final Duration HALF = TestCorridor.LEASE.dividedBy(2);

    @TempDir
    Path folder;

    private final CountDownLatch answered = new CountDownLatch(1);
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private TestOutbox outbox;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        outbox = new TestOutbox(new TestCorridor(folder, "hub-1", Duration.ofMillis(20)));
        context = new DefaultCamelContext();
        context.getRegistry().bind("corridor", outbox.test.corridor);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("outbox:slow?concurrency=1&ahead=1").process(exchange -> {
                    sent.add(exchange.getVariable("deliveryId", String.class));
                    answered.await();
                });
            }
        });
        context.start();
        outbox.tell("inc_1", 1, NoticeKind.OPENED, "slow");
        await().until(() -> sent.size() == 1);
    }

    @AfterEach
    void stop() throws Exception {
        answered.countDown();
        context.close();
        outbox.close();
    }

    @Test
    void aSendThatTakesLongerThanTheLeaseIsNotClaimedAgain() {
        for (int halves = 0; halves < 6; halves++) {
            outbox.clock.advance(HALF);
            awaitLease(1);
        }
        answered.countDown();

        await().until(() -> outbox.column("SELECT state FROM delivery").equals(List.of("delivered")));
        assertThat(sent).hasSize(1);
        assertThat(outbox.column("SELECT fence || ' ' || possible_duplicate FROM delivery"))
                .containsExactly("1 0");
    }

    @Test
    void whatAnotherHubClaimedWhileItWaitedHereIsNotSentHere() {
        outbox.tell("inc_2", 1, NoticeKind.OPENED, "slow");
        await().until(() ->
                outbox.column("SELECT id FROM delivery WHERE owner = 'hub-1'").size() == 2);
        Change<String, Integer> taking = (tx, ids, now) -> List.of(
                tx.execute("UPDATE delivery SET owner = 'hub-2', fence = fence + 1 WHERE incident_id = 'inc_2'"));
        outbox.test.commit(taking, "");
        outbox.clock.advance(HALF);
        awaitLease(1);
        answered.countDown();

        await().until(() -> outbox.column("SELECT state FROM delivery WHERE incident_id = 'inc_1'")
                .equals(List.of("delivered")));
        outbox.tell("inc_3", 1, NoticeKind.OPENED, "slow");
        await().until(() -> outbox.column("SELECT state FROM delivery WHERE incident_id = 'inc_3'")
                .equals(List.of("delivered")));
        assertThat(sent).as("the first and the third").hasSize(2);
        assertThat(outbox.column("SELECT owner FROM delivery WHERE incident_id = 'inc_2'"))
                .containsExactly("hub-2");
    }

    @Test
    void aSendThatNeverEndsIsDueAgainInTheEnd() {
        for (int halves = 0; halves < 23; halves++) {
            outbox.clock.advance(HALF);
            awaitLease(1);
        }
        outbox.clock.advance(TestCorridor.LEASE);

        await().until(() -> outbox.column("SELECT fence || ' ' || possible_duplicate FROM delivery")
                .equals(List.of("2 1")));
    }

    private void awaitLease(int claims) {
        long end = outbox.clock.instant().plus(TestCorridor.LEASE).toEpochMilli();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> outbox.column("SELECT id FROM delivery WHERE owner = 'hub-1' AND due_at = " + end)
                                .size()
                        == claims);
    }
}
