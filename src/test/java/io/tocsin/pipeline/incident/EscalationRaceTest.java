package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Input;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two clients acknowledge while a step is due, is fanned out, and its pages are claimed. */
@Tag("slow")
@Timeout(600)
class EscalationRaceTest {

    @TempDir
    Path folder;

    @Test
    void noPageIsClaimedAfterTheAcknowledgement() throws Exception {
        race(hub(TestStores.at(folder.resolve("hub.db")), "hub-1"), null, 60);
    }

    @Test
    void noPageIsClaimedByEitherOfTwoHubsAfterTheAcknowledgement() throws Exception {
        race(hub(TestStores.shared(folder, "hub-a"), "hub-a"), hub(TestStores.shared(folder, "hub-b"), "hub-b"), 25);
    }

    @Test
    @Tag("long")
    void noPageIsClaimedAfterTheAcknowledgementAThousandTimes() throws Exception {
        race(hub(TestStores.at(folder.resolve("hub.db")), "hub-1"), null, 1_000);
    }

    @Test
    @Tag("long")
    void noPageIsClaimedByEitherOfTwoHubsAfterTheAcknowledgementAThousandTimes() throws Exception {
        race(hub(TestStores.shared(folder, "hub-a"), "hub-a"), hub(TestStores.shared(folder, "hub-b"), "hub-b"), 1_000);
    }

    /** A page that waits in a digest nobody has tried, and one that claims the digest while somebody acknowledges. */
    @Test
    void noDigestIsClaimedWithAPageOfWhatIsAcknowledged() throws Exception {
        gathered(hub(TestStores.at(folder.resolve("hub.db")), "hub-1"), null, 30);
    }

    @Test
    void noDigestIsClaimedByAnotherHubWithAPageOfWhatIsAcknowledged() throws Exception {
        gathered(
                hub(TestStores.shared(folder, "hub-a"), "hub-a"), hub(TestStores.shared(folder, "hub-b"), "hub-b"), 25);
    }

    private static void gathered(TestStages one, TestStages second, int times) throws Exception {
        TestStages other = second == null ? one : second;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Random random = new Random(11);
        try {
            for (int i = 0; i < times; i++) {
                for (String alert : List.of("a" + i, "b" + i, "c" + i)) {
                    one.fires(alert, Severity.HIGH);
                }
                one.fanOut();
                one.deliver("ops");
                one.gather("first", 2);
                String incident = one.column("SELECT max(id) FROM incident").get(0);
                CyclicBarrier together = new CyclicBarrier(2);
                int micros = random.nextInt(3_000);
                CompletableFuture<Answer> mia =
                        acknowledges(one, incident, "mia", together, threads, random.nextInt(3_000));
                CompletableFuture<List<Delivery>> claims = CompletableFuture.supplyAsync(
                        () -> {
                            await(together, micros);
                            return other.claimUnacknowledged("first", 2);
                        },
                        threads);
                assertThat(mia.get(60, TimeUnit.SECONDS).acted.changed()).isTrue();
                List<Delivery> digests = new ArrayList<>(claims.get(60, TimeUnit.SECONDS));
                if (digests.isEmpty()) { // another one held it just then
                    digests.addAll(other.claimUnacknowledged("first", 2));
                }
                assertThat(digests).singleElement().matches(Delivery::isDigest);
                other.deliver(digests.get(0));
                for (String alert : List.of("a" + i, "b" + i, "c" + i)) {
                    one.over(alert);
                }
                one.drain();
                other.clock.advance(Duration.between(other.clock.instant(), one.clock.instant()));
            }
        } finally {
            threads.shutdownNow();
            one.close();
            if (other != one) {
                other.close();
            }
        }
    }

    private static TestStages hub(Dialect dialect, String name) {
        TestStages hub = new TestStages(
                new TestCorridor(dialect, name, Duration.ofSeconds(1)), "ops", "first", "second", "boss");
        hub.policies.put(
                "disk",
                TestStages.policy("disk", true, "ops")
                        .escalating(EscalationsInStoreTest.platform(5, "first", "second")));
        return hub;
    }

    /** What somebody got for an answer. */
    private record Answer(String by, Acted acted) {}

    private static void race(TestStages one, TestStages second, int times) throws Exception {
        TestStages other = second == null ? one : second;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Random random = new Random(7);
        int paged = 0;
        int most = 4_000;
        try {
            for (int i = 0; i < times; i++) {
                int claimed = once(one, other, "a" + i, threads, random, most);
                paged += claimed;
                // However slow the machine is: now the one comes first, and now the other.
                most = Math.max(500, Math.min(500_000, claimed > 0 ? most * 2 / 3 : most * 3 / 2));
            }
            System.out.printf("%d races: in %d the page was claimed before the acknowledgement%n", times, paged);
            assertThat(paged).as("races that either won").isStrictlyBetween(0, times);
        } finally {
            threads.shutdownNow();
            one.close();
            if (other != one) {
                other.close();
            }
        }
    }

    /** Gives how many pages were claimed. */
    private static int once(
            TestStages one, TestStages other, String alert, ExecutorService threads, Random random, int most)
            throws Exception {
        one.fires(alert, Severity.HIGH);
        one.fanOut();
        one.deliver("ops");
        one.deliver("first");
        String incident = one.column("SELECT max(id) FROM incident").get(0);
        one.clock.advance(Duration.ofMinutes(5));
        if (other != one) {
            other.clock.advance(Duration.ofMinutes(5));
        }
        CyclicBarrier together = new CyclicBarrier(4);
        List<Delivery> claimed = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Answer> mia = acknowledges(one, incident, "mia", together, threads, random.nextInt(most));
        CompletableFuture<Answer> bo = acknowledges(other, incident, "bo", together, threads, random.nextInt(most));
        CompletableFuture<Void> pages = pages(one, together, threads, claimed, random.nextInt(4_000));
        CompletableFuture<Void> more = pages(other, together, threads, claimed, random.nextInt(4_000));
        Answer first = mia.get(60, TimeUnit.SECONDS);
        Answer last = bo.get(60, TimeUnit.SECONDS);
        // Both are answered: from here on nothing may be claimed, whatever was on its way.
        List<Delivery> late = new ArrayList<>();
        pages.get(60, TimeUnit.SECONDS);
        more.get(60, TimeUnit.SECONDS);
        for (int look = 0; look < 3; look++) {
            one.look();
            one.fanOut();
            late.addAll(one.claim("second"));
            one.clock.advance(Duration.ofMinutes(5));
        }

        assertThat(late.stream()
                        .filter(page -> !kind(one, page).equals("acknowledged"))
                        .toList())
                .as("claimed after the acknowledgement")
                .isEmpty();
        assertThat(claimed).as("claimed before").hasSizeLessThanOrEqualTo(1);
        assertThat(List.of(first.acted.changed(), last.acted.changed())).containsExactlyInAnyOrder(true, false);
        String winner = first.acted.changed() ? first.by : last.by;
        assertThat(List.of(first, last)).allSatisfy(answer -> {
            assertThat(answer.acted.refused()).isEmpty();
            assertThat(answer.acted
                            .incident()
                            .orElseThrow()
                            .handling()
                            .acknowledged()
                            .map(Handling.Acknowledgement::by))
                    .contains(winner);
        });
        assertThat(one.column("SELECT count(*) FROM audit WHERE target = '" + incident + "'"))
                .containsExactly("1");
        claimed.forEach(one::deliver);
        late.forEach(one::deliver);
        one.over(alert);
        one.drain();
        return claimed.size();
    }

    private static String kind(TestStages hub, Delivery page) {
        return hub.column("SELECT kind FROM notice WHERE id = '" + page.noticeId() + "'")
                .get(0);
    }

    private static CompletableFuture<Answer> acknowledges(
            TestStages hub, String incident, String by, CyclicBarrier together, ExecutorService threads, int micros) {
        Acts acts = new Acts(hub.test.corridor, hub.notifying(), Duration.ZERO, (tx, unreached, now) -> {});
        return CompletableFuture.supplyAsync(
                () -> {
                    await(together, micros);
                    return new Answer(by, acts.act(new ActOrder(incident, new Input.Acknowledged(by), by)));
                },
                threads);
    }

    /** The step is taken, fanned out and claimed; whether the incident was acknowledged is asked in the transaction that claims. */
    private static CompletableFuture<Void> pages(
            TestStages hub, CyclicBarrier together, ExecutorService threads, List<Delivery> claimed, int micros) {
        return CompletableFuture.runAsync(
                () -> {
                    await(together, micros);
                    hub.look();
                    hub.fanOut();
                    hub.claimUnacknowledged("second").forEach(claimed::add);
                },
                threads);
    }

    /** Until all are there, and some microseconds more. */
    private static void await(CyclicBarrier together, int micros) {
        try {
            together.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        long until = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
