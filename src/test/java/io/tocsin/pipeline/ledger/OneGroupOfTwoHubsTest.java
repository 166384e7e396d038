package io.tocsin.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Wait;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs hear of two alerts of one group at the same time, send what comes of it, and are told the same by somebody. */
@Tag("slow")
@Timeout(600)
class OneGroupOfTwoHubsTest {

    @TempDir
    Path folder;

    @Test
    void theyHaveOneIncidentOneMessageAVersionAndOneAcknowledgement() throws Exception {
        race(30);
    }

    @Test
    @Tag("long")
    void theyHaveOneIncidentOneMessageAVersionAndOneAcknowledgementAThousandTimes() throws Exception {
        race(1_000);
    }

    private void race(int times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestStages a = hub("hub-a");
                TestStages b = hub("hub-b")) {
            CyclicBarrier together = new CyclicBarrier(2);
            List<CompletableFuture<Void>> both = List.of(
                    CompletableFuture.runAsync(() -> work(a, "a", together, times), threads),
                    CompletableFuture.runAsync(() -> work(b, "b", together, times), threads));
            for (CompletableFuture<Void> one : both) {
                one.get(580, TimeUnit.SECONDS);
            }
            a.drain();
            assertOneOfEach(a.test, String.valueOf(times));
        } finally {
            threads.shutdownNow();
        }
    }

    private TestStages hub(String name) {
        TestStages hub =
                new TestStages(new TestCorridor(TestStores.shared(folder, name), name, Duration.ofSeconds(1)), "ops");
        hub.groupBy("by-name");
        hub.policies.put("all", TestStages.policy("all", true, "ops").waiting(Wait.plain(Duration.ZERO)));
        return hub;
    }

    private static void work(TestStages hub, String name, CyclicBarrier together, int times) {
        Acts acts = new Acts(hub.test.corridor, hub.notifying(), Duration.ZERO, (tx, unreached, now) -> {});
        try {
            for (int i = 0; i < times; i++) {
                String group = "g" + i;
                together.await(60, TimeUnit.SECONDS);
                hub.fires(group + "/" + name, Severity.HIGH);
                hub.look();
                hub.fanOut();
                hub.claim("ops").forEach(hub::deliver);
                together.await(60, TimeUnit.SECONDS);
                String incident = hub.column(
                                "SELECT incident_id FROM incident_group WHERE group_key = 'by-name " + group + "'")
                        .get(0);
                together.await(60, TimeUnit.SECONDS);
                acts.act(new ActOrder(incident, new Input.Acknowledged("mia"), "mia"));
                together.await(60, TimeUnit.SECONDS);
                hub.over(group + "/" + name);
                hub.clock.advance(Duration.ofMinutes(6));
                hub.look();
                hub.fanOut();
                List<Delivery> claimed = hub.claim("ops");
                claimed.forEach(hub::deliver);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertOneOfEach(TestCorridor hub, String times) {
        assertThat(hub.column("SELECT count(*) FROM incident"))
                .as("incidents, one of a group")
                .containsExactly(times);
        assertThat(hub.column("SELECT incident_id FROM member GROUP BY incident_id HAVING count(*) <> 2"))
                .as("updates that were lost")
                .isEmpty();
        assertThat(hub.column("SELECT count(*) FROM audit WHERE action = 'incident.acknowledge'"))
                .as("acknowledgements")
                .containsExactly(times);
        assertThat(hub.column("SELECT incident_id FROM notice GROUP BY incident_id, version, kind HAVING count(*) > 1"))
                .as("versions that stand in two notices")
                .isEmpty();
        assertThat(hub.column("SELECT incident_id FROM delivery WHERE state = 'delivered'"
                        + " GROUP BY incident_id, version, receiver, address HAVING count(*) > 1"))
                .as("versions that were sent twice")
                .isEmpty();
        assertThat(hub.column("SELECT id FROM incident WHERE state <> 'resolved'"))
                .isEmpty();
        assertThat(hub.column("SELECT i.id FROM incident i WHERE NOT EXISTS (SELECT 1 FROM delivery d"
                        + " JOIN notice n ON n.id = d.notice_id WHERE d.incident_id = i.id"
                        + " AND d.state = 'delivered' AND n.kind = 'resolved')"))
                .as("incidents whose end was not told")
                .isEmpty();
    }
}
