package io.tocsin.pipeline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.hub.ClaimedTables;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.event.Event;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.lane.Abandoned;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs at work on the same alerts and the same receiver at the same time, each with a committer and connections of its own. */
@Tag("slow")
@Timeout(300)
class TwoWritersTest {

    @TempDir
    Path folder;

    @Test
    void theyOpenOneIncidentAndTellEachVersionOnce() throws Exception {
        race(60);
    }

    @Test
    @Tag("long")
    void theyOpenOneIncidentAndTellEachVersionOnceAThousandTimes() throws Exception {
        race(1_000);
    }

    /** Its hub stood still, was taken for gone, and comes back. */
    @Test
    void anEndOfAClaimThatAnotherHubHasTakenOverChangesNothing() throws Exception {
        try (TestStages a = hub("hub-a");
                TestStages b = hub("hub-b")) {
            a.fires("x", Severity.HIGH);
            a.fanOut();
            Delivery stale = a.claimOne("ops");
            b.test.commit((tx, owners, now) -> List.of(Abandoned.release(tx, "", ClaimedTables.ALL, "hub-a", now)), "");
            Delivery taken = b.claimOne("ops");

            assertThat(a.fail(stale, FailureClass.TRANSIENT)).isFalse();
            assertThat(taken.possibleDuplicate()).isTrue();
            assertThat(b.deliver(taken)).isTrue();
            assertThat(a.column("SELECT state || ' ' || fence FROM delivery")).containsExactly("delivered 2");
        }
    }

    /** Even before another hub has claimed it: its decisions would come between those of the slice's next owner. */
    @Test
    void aDecisionOfAnEventThatWasTakenFromItsHubChangesNothing() throws Exception {
        try (TestStages a = hub("hub-a");
                TestStages b = hub("hub-b")) {
            a.test.commit(
                    (tx, inputs, now) ->
                            List.of(tx.execute("INSERT INTO event (id, source, external_id, content_type, body,"
                                    + " attributes, received_at, state, due_at, owner, fence, attempt)"
                                    + " VALUES ('evt_1', 's', '1', '', '{}', '{}', 0, 'pending', 0, 'hub-a', 1, 1)")),
                    "");
            EventStaging stale =
                    new EventStaging(new Event("evt_1", "s", "s", "{}", Map.of(), TestCorridor.START, 1, 1));
            b.test.commit((tx, owners, now) -> List.of(Abandoned.release(tx, "", ClaimedTables.ALL, "hub-a", now)), "");

            assertThat(a.test.commit(new RecordDecision(a.test.corridor, Notifying.NOBODY), stale))
                    .isFalse();
            assertThat(a.column("SELECT state || ' ' || fence FROM event")).containsExactly("pending 2");
        }
    }

    private void race(int times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestStages a = hub("hub-a");
                TestStages b = hub("hub-b")) {
            CyclicBarrier together = new CyclicBarrier(2);
            List<CompletableFuture<Void>> both = List.of(a, b).stream()
                    .map(hub -> CompletableFuture.runAsync(() -> work(hub, together, times), threads))
                    .toList();
            for (CompletableFuture<Void> one : both) {
                one.get(280, TimeUnit.SECONDS);
            }
            a.drain();
            assertOneOfEach(a.test, times);
            assertEachWasToldOnce(a.test);
        } finally {
            threads.shutdownNow();
        }
    }

    private TestStages hub(String name) {
        TestStages hub =
                new TestStages(new TestCorridor(TestStores.shared(folder, name), name, Duration.ofSeconds(1)), "ops");
        hub.rule("all", "ops");
        return hub;
    }

    /** Rounds of four are of one alert: both see it at the same time, both say that it got worse, and that it is over. */
    private static void work(TestStages hub, CyclicBarrier together, int times) {
        try {
            for (int i = 0; i < times; i++) {
                String alert = "alert-" + i / 4;
                together.await(60, TimeUnit.SECONDS);
                hub.fires(alert, Severity.HIGH);
                hub.fanOut();
                List<Delivery> claimed = hub.claim("ops");
                hub.fires(alert, Severity.CRITICAL);
                claimed.forEach(hub::deliver);
                hub.over(alert);
                hub.fanOut();
                hub.deliver("ops");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertOneOfEach(TestCorridor hub, int times) {
        assertThat(hub.column("SELECT count(*) FROM event WHERE state = 'decided'"))
                .containsExactly(String.valueOf(6 * times));
        assertThat(hub.column("SELECT sum(fire_count) FROM alert"))
                .as("each word that counted is counted once")
                .isEqualTo(hub.column("SELECT count(*) FROM event WHERE decision LIKE '%\"status\":\"firing\"%'"
                        + " AND decision NOT LIKE '%\"late\":%'"));
        assertThat(hub.column("SELECT fingerprint FROM alert WHERE event_id = ''"))
                .as("alerts that were made and not decided")
                .isEmpty();
        assertThat(hub.column(
                        "SELECT id FROM incident i WHERE NOT EXISTS (SELECT 1 FROM alert a WHERE a.id = i.alert_id)"))
                .as("incidents of an alert that is not there")
                .isEmpty();
        assertThat(
                        hub.column(
                                "SELECT group_key FROM incident WHERE state <> 'resolved' GROUP BY group_key HAVING count(*) > 1"))
                .as("groups with two open incidents")
                .isEmpty();
        assertThat(hub.column("SELECT incident_id FROM notice GROUP BY incident_id, version HAVING count(*) > 1"))
                .as("versions that stand in two notices")
                .isEmpty();
    }

    private static void assertEachWasToldOnce(TestCorridor hub) {
        assertThat(hub.column("SELECT id FROM delivery WHERE state = 'pending'"))
                .isEmpty();
        assertThat(hub.column("SELECT incident_id FROM delivery WHERE state = 'delivered'"
                        + " GROUP BY incident_id, version, receiver HAVING count(*) > 1"))
                .as("versions that were sent twice")
                .isEmpty();
        assertThat(hub.column("SELECT id FROM delivery WHERE possible_duplicate = 1"))
                .isEmpty();
        assertThat(hub.column("SELECT i.id FROM incident i WHERE i.state = 'resolved'"
                        + " AND EXISTS (SELECT 1 FROM delivery d WHERE d.incident_id = i.id AND d.state = 'delivered')"
                        + " AND NOT EXISTS (SELECT 1 FROM delivery d JOIN notice n ON n.id = d.notice_id"
                        + " WHERE d.incident_id = i.id AND d.state = 'delivered' AND n.kind = 'resolved')"))
                .as("incidents whose beginning was told and whose end was not")
                .isEmpty();
    }
}
