package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Queue<Integer> due = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> open = new ArrayList<>();
    private final Set<Integer> worked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger gate = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger claims = new AtomicInteger();

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    @Test
    void aLaneHasNeverMoreInHandThanItHasRoomFor() {
        addDue(10);
        Lane<Integer> lane = lane(3, true);
        lane.start();

        await().until(() -> worked.size() == 3);
        assertThat(lane.inHand()).isEqualTo(3);
        settleAll();
        await().until(() -> worked.size() == 6);
        assertThat(due).hasSize(4);
    }

    @Test
    void aClosedGateClaimsNothingAndAWakeAfterItOpenedDoes() {
        gate.set(0);
        addDue(1);
        Lane<Integer> lane = lane(3, true);
        lane.start();
        lane.wake();
        assertThat(claims).hasValue(0);

        gate.set(1);
        lane.wake();
        await().until(() -> worked.size() == 1);
    }

    @Test
    void aReservedPlaceIsKeptForTheRowThatIsHandedOver() {
        Lane<Integer> lane = lane(2, true);
        lane.start();
        await().until(() -> claims.get() == 1 && lane.inHand() == 0);

        Place<Integer> first = lane.reserve(0).orElseThrow();
        Place<Integer> second = lane.reserve(0).orElseThrow();
        assertThat(lane.reserve(0)).isEmpty();
        first.cancel();
        second.handOver(7);
        await().until(() -> worked.contains(7));
        assertThat(lane.inHand()).isEqualTo(1);
    }

    @Test
    void aLaneWithABacklogGivesNoPlaceAwaySoThatNobodyIsOvertaken() {
        addDue(5);
        Lane<Integer> lane = lane(2, true);
        lane.start();
        await().until(() -> worked.size() == 2);
        settle(1);

        await().until(() -> worked.size() == 3);
        assertThat(lane.reserve(0)).isEmpty();
    }

    @Test
    void aRefusedPlaceIsRememberedSoThatTheRowIsClaimedLater() {
        Lane<Integer> lane = lane(1, true);
        lane.start();
        await().until(() -> claims.get() == 1 && lane.inHand() == 0);
        lane.reserve(0).orElseThrow().handOver(1);
        assertThat(lane.reserve(0)).isEmpty();
        due.add(2); // the row that found no place is written as due
        await().until(() -> worked.contains(1));
        settleAll();

        await().until(() -> worked.contains(2));
    }

    @Test
    void aLaneThatTakesNoHandoversClaimsEverything() {
        Lane<Integer> lane = lane(2, false);
        lane.start();
        await().until(() -> claims.get() == 1);
        assertThat(lane.reserve(0)).isEmpty();
        due.add(1);
        lane.wake();

        await().until(() -> worked.contains(1));
    }

    @Test
    void aFailedClaimIsTriedAgainAtTheNextWake() {
        AtomicInteger calls = new AtomicInteger();
        Lane<Integer> lane = lane(2, new Work() {
            @Override
            public CompletableFuture<?> claim(Asked<Integer> asked) {
                return calls.incrementAndGet() == 1
                        ? CompletableFuture.failedFuture(new IllegalStateException("store away"))
                        : super.claim(asked);
            }
        });
        addDue(1);
        lane.start();
        await().until(() -> calls.get() == 1 && lane.inHand() == 0);
        lane.wake();

        await().until(() -> worked.size() == 1);
    }

    @Test
    void aLaneWhoseGateFailsOnceClaimsAtTheNextWake() {
        AtomicInteger asked = new AtomicInteger();
        Lane<Integer> lane = lane(2, new Work() {
            @Override
            public int gate() {
                if (asked.incrementAndGet() == 1) {
                    throw new IllegalStateException("no breaker registry yet");
                }
                return 2;
            }
        });
        addDue(1);
        lane.start();
        lane.wake();

        await().until(() -> worked.size() == 1);
    }

    @Test
    void workThatThrowsGivesItsPlaceBack() {
        addDue(3);
        Lane<Integer> lane = lane(1, new Work() {
            @Override
            public CompletableFuture<?> work(Integer row) {
                worked.add(row);
                throw new IllegalStateException("work " + row);
            }
        });
        lane.start();

        await().until(() -> worked.size() == 3 && lane.inHand() == 0);
    }

    @Test
    void aStoppedLaneIsDrainedWhenWhatItHasInHandIsSettled() {
        addDue(5);
        Lane<Integer> lane = lane(2, true);
        lane.start();
        await().until(() -> worked.size() == 2);

        CompletableFuture<Void> drained = lane.stop();
        assertThat(drained).isNotDone();
        settleAll();

        await().until(drained::isDone);
        assertThat(worked).hasSize(2);
        assertThat(lane.reserve(0)).isEmpty();
    }

    @Test
    void whatIsGivenBackBeforeItBeginsLeavesATaskOfTheExecutorThatBeganNothing() {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        AtomicInteger began = new AtomicInteger();
        AtomicInteger nothing = new AtomicInteger();
        Lane<Integer> lane = TestLane.of(
                "test",
                new Depth(1, 1, 16),
                new Work() {
                    @Override
                    public CompletableFuture<?> work(Integer row) {
                        began.incrementAndGet();
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void beganNothing() {
                        nothing.incrementAndGet();
                    }
                },
                tasks::add);
        lane.start();
        lane.reserve(0).orElseThrow().handOver(1);
        lane.reserve(0).orElseThrow().handOver(2);
        tasks.remove().run();
        lane.giveBackWaiting();
        tasks.remove().run();

        assertThat(began).hasValue(1);
        assertThat(nothing).hasValue(1);
        assertThat(lane.inHand()).isZero();
    }

    @Test
    void aRowThatAStoppedLaneCannotTakeGivesItsPlaceBackAndDoesNotFailTheCommit() {
        Lane<Integer> lane = lane(2, true);
        lane.start();
        await().until(() -> claims.get() == 1 && lane.inHand() == 0);
        Place<Integer> place = lane.reserve(0).orElseThrow();
        workers.shutdown();

        place.handOver(1);

        assertThat(lane.inHand()).isZero();
    }

    @Test
    void rowsThatAreHandedOverAndClaimedAtOnceAreEachWorkedOnce() {
        int rows = 20_000;
        AtomicInteger settled = new AtomicInteger();
        Lane<Integer> lane = lane(16, new Work() {
            @Override
            public CompletableFuture<?> claim(Asked<Integer> asked) {
                return CompletableFuture.runAsync(() -> super.claim(asked), workers);
            }

            @Override
            public CompletableFuture<?> work(Integer row) {
                assertThat(worked.add(row)).isTrue();
                settled.incrementAndGet();
                return CompletableFuture.completedFuture(null);
            }
        });
        lane.start();
        for (int i = 0; i < rows; i++) {
            int row = i;
            lane.reserve(0).ifPresentOrElse(place -> place.handOver(row), () -> {
                due.add(row);
                lane.pump();
            });
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> settled.get() == rows && lane.inHand() == 0);
    }

    private Lane<Integer> lane(int capacity, boolean takesHandovers) {
        return lane(capacity, new Work() {
            @Override
            public boolean takesHandovers() {
                return takesHandovers;
            }
        });
    }

    private Lane<Integer> lane(int capacity, LaneWork<Integer> work) {
        return TestLane.of("test", new Depth(capacity, capacity), work, workers);
    }

    private class Work extends TestLane.NothingDue<Integer> {
        @Override
        public CompletableFuture<?> claim(Asked<Integer> asked) {
            claims.incrementAndGet();
            try (Handle handle = Jdbi.open("jdbc:sqlite::memory:")) {
                handle.useTransaction(tx -> asked.claimed(tx, take(asked.room()), Instant.now()));
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> work(Integer row) {
            return LaneTest.this.work(row);
        }

        @Override
        public int gate() {
            return gate.get();
        }
    }

    private List<Integer> take(int room) {
        List<Integer> taken = new ArrayList<>();
        for (Integer next; taken.size() < room && (next = due.poll()) != null; ) {
            taken.add(next);
        }
        return taken;
    }

    private CompletableFuture<Void> work(Integer row) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        synchronized (open) {
            open.add(settled);
        }
        worked.add(row);
        return settled;
    }

    private void addDue(int rows) {
        for (int i = 0; i < rows; i++) {
            due.add(i);
        }
    }

    private void settle(int count) {
        List<CompletableFuture<Void>> some;
        synchronized (open) {
            some = List.copyOf(open.subList(0, count));
            open.subList(0, count).clear();
        }
        some.forEach(settled -> settled.complete(null));
    }

    private void settleAll() {
        synchronized (open) {
            settle(open.size());
        }
    }
}
