package io.tocsin.pipeline.ledger;

import static io.tocsin.model.recipient.TestPeople.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.model.incident.EscalationPolicy;
import io.tocsin.model.incident.EscalationPolicy.Step;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.incident.Wait;
import io.tocsin.model.recipient.Carrier;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Team;
import io.tocsin.model.recipient.TestPeople;
import io.tocsin.model.recipient.Via;
import io.tocsin.pipeline.heartbeat.Renewals;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hubs do everything at the same time, about the same few incidents: neither ever waits for the other while that waits for it. Each
 * such meeting would cost both a second, the server's {@code deadlock_timeout}.
 */
@Tag("slow")
@Timeout(300)
class LockOrderTest {

    /** What one thread does again and again. */
    private interface Work {
        void once(TestStages hub, Random random);
    }

    private static final List<String> ALERTS = IntStream.range(0, 18)
            .mapToObj(i -> i % 3 == 0 ? "alone-" + i : "group-" + i % 3 + "/" + i)
            .toList();

    private final long seed = Long.getLong("locks.seed", System.nanoTime());

    @TempDir
    Path folder;

    @Test
    void twoHubsNeverWaitForEachOther() throws Exception {
        race(20);
    }

    @Test
    @Tag("long")
    void twoHubsNeverWaitForEachOtherForLong() throws Exception {
        race(1_000);
    }

    private void race(int times) throws Exception {
        long before = TestStores.deadlocks();
        List<Work> works = List.of(
                (hub, random) -> hub.fireTogether(some(random), severity(random)),
                (hub, random) -> hub.fires(one(random), severity(random)),
                (hub, random) -> hub.over(one(random)),
                (hub, random) -> hub.fanOut(),
                LockOrderTest::send,
                LockOrderTest::send,
                LockOrderTest::act,
                (hub, random) -> hub.look(),
                (hub, random) -> hub.takeOver("ops"),
                (hub, random) -> hub.deadLetters(),
                (hub, random) -> hub.redrive());
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestStages a = hub("hub-a");
                TestStages b = hub("hub-b")) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (TestStages hub : List.of(a, b)) {
                for (Work work : works) {
                    Random random = new Random(seed + all.size());
                    all.add(CompletableFuture.runAsync(
                            () -> IntStream.range(0, times).forEach(i -> {
                                work.once(hub, random);
                                hub.clock.advance(Duration.ofMillis(200));
                            }),
                            threads));
                }
            }
            for (CompletableFuture<Void> one : all) {
                one.get(280, TimeUnit.SECONDS);
            }
            assertThat(a.column(
                            "SELECT count(*) FROM incident WHERE acknowledged_by IS NOT NULL OR state = 'resolved'"))
                    .as("something happened")
                    .doesNotContain("0");
            assertThat(a.column("SELECT team FROM turn ORDER BY team"))
                    .as("had turns")
                    .contains("one");
        } finally {
            threads.shutdownNow();
        }
        assertThat(TestStores.deadlocks() - before)
                .as("deadlocks; seed %d", seed)
                .isZero();
    }

    private TestStages hub(String name) {
        TestStages hub = new TestStages(
                new TestCorridor(TestStores.shared(folder, name), name, Duration.ofMillis(200)), "ops", "pager");
        hub.groupBy("by-name");
        hub.rule("all", "ops", "pager");
        hub.recipients = new Recipients(
                Stream.of("ann", "ben").map(TestPeople::person).toList(),
                List.of(new Team("one", List.of("ann", "ben"), HERE), new Team("two", List.of("ben", "ann"), HERE)),
                List.of(new Carrier("email", "ops", HERE)));
        hub.policies.computeIfPresent("all", (rule, policy) -> policy.escalating(inTurn("one", "two")));
        hub.fallbacks.put("ops", "pager");
        return hub;
    }

    /** Whoever's turn it is in these teams, one after the other, for as long as nobody answers. */
    private static EscalationPolicy inTurn(String... teams) {
        return new EscalationPolicy(
                "turns",
                "",
                Stream.of(teams)
                        .map(team -> new Step(
                                List.of(new Page(
                                        new Target.People(
                                                List.of(),
                                                List.of(team),
                                                Optional.empty(),
                                                Via.always(List.of("email"))),
                                        true,
                                        false)),
                                Wait.plain(Duration.ofSeconds(2)),
                                Optional.empty()))
                        .toList(),
                100,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static List<String> some(Random random) {
        List<String> shuffled = new ArrayList<>(ALERTS);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 6);
    }

    private static String one(Random random) {
        return ALERTS.get(random.nextInt(ALERTS.size()));
    }

    private static Severity severity(Random random) {
        return random.nextBoolean() ? Severity.HIGH : Severity.CRITICAL;
    }

    /** Some arrive, some are to be tried again, some die; all ends are with the store at once. */
    private static void send(TestStages hub, Random random) {
        List<Delivery> claimed = new ArrayList<>(hub.claim(random.nextBoolean() ? "ops" : "pager"));
        Collections.shuffle(claimed, random);
        List<Integer> ends = claimed.stream().map(delivery -> random.nextInt(3)).toList();
        CompletableFuture.allOf(IntStream.range(0, claimed.size())
                        .mapToObj(i -> CompletableFuture.runAsync(() -> end(hub, claimed.get(i), ends.get(i))))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void end(TestStages hub, Delivery delivery, int how) {
        switch (how) {
            case 0 -> hub.deliver(delivery);
            case 1 -> hub.fail(delivery, FailureClass.TRANSIENT);
            default -> hub.die(delivery);
        }
    }

    private static void act(TestStages hub, Random random) {
        List<String> open = hub.column("SELECT id FROM incident WHERE state <> 'resolved' ORDER BY id");
        if (!open.isEmpty()) {
            Acts acts = new Acts(hub.test.corridor, hub.notifying(), Duration.ofSeconds(1), (tx, unreached, now) -> {});
            acts.act(new ActOrder(
                    open.get(random.nextInt(open.size())),
                    random.nextBoolean()
                            ? new Input.Acknowledged("mia")
                            : new Input.ResolvedBy("mia", PublicStatus.Change.NONE, Duration.ofSeconds(1)),
                    "mia"));
        }
    }

    @Test
    void norDoTwoHubsThatRenewTheSameAlertsInAnotherOrderWhileOneDecidesThem() throws Exception {
        long before = TestStores.deadlocks();
        List<AlertKey> keys = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestStages a = hub("hub-a");
                TestStages b = hub("hub-b")) {
            a.groupBy("");
            List<String> fingerprints =
                    IntStream.range(0, 60).mapToObj(i -> "a" + i).toList();
            a.fireTogether(fingerprints, Severity.HIGH);
            expire(a);
            a.column("SELECT identity || ' ' || fingerprint FROM alert")
                    .forEach(row -> keys.add(new AlertKey(row.split(" ")[0], row.split(" ")[1])));
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (TestStages hub : List.of(a, b)) {
                Renewals renewals = new Renewals(hub.test.store, new Heartbeats());
                all.add(CompletableFuture.runAsync(
                        () -> IntStream.range(1, 60).forEach(i -> {
                            renewals.accept(renewed(keys, i, true));
                            renewals.accept(renewed(keys, i, false));
                            hub.fireTogether(fingerprints.subList(0, 30), severity(new Random(i)));
                            expire(hub);
                        }),
                        threads));
            }
            for (CompletableFuture<Void> one : all) {
                one.get(280, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(TestStores.deadlocks() - before).isZero();
    }

    /** A decision of an alert that nobody tells again and again has it end never. */
    private static void expire(TestStages hub) {
        hub.test.commit(
                (tx, inputs, now) -> {
                    tx.createQuery("SELECT id FROM alert ORDER BY fingerprint, identity FOR UPDATE")
                            .mapTo(String.class)
                            .list();
                    return List.of(tx.execute("UPDATE alert SET expires_at = 1 WHERE expires_at IS NULL"));
                },
                "");
    }

    private static Map<AlertKey, Renewal> renewed(List<AlertKey> keys, int at, boolean forwards) {
        List<AlertKey> ordered = new ArrayList<>(keys);
        if (!forwards) {
            Collections.reverse(ordered);
        }
        Map<AlertKey, Renewal> renewed = new LinkedHashMap<>();
        ordered.forEach(key -> renewed.put(key, new Renewal(Instant.ofEpochMilli(1_000L * at), false)));
        return renewed;
    }
}
