package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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

        assertThat(lane.reserve()).isTrue();
        assertThat(lane.reserve()).isTrue();
        assertThat(lane.reserve()).isFalse();
        lane.cancel();
        lane.handOver(7);
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
        assertThat(lane.reserve()).isFalse();
    }

    @Test
    void aRefusedPlaceIsRememberedSoThatTheRowIsClaimedLater() {
        Lane<Integer> lane = lane(1, true);
        lane.start();
        await().until(() -> claims.get() == 1 && lane.inHand() == 0);
        assertThat(lane.reserve()).isTrue();
        lane.handOver(1);
        assertThat(lane.reserve()).isFalse();
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
        assertThat(lane.reserve()).isFalse();
        due.add(1);
        lane.wake();

        await().until(() -> worked.contains(1));
    }

    @Test
    void aFailedClaimIsTriedAgainAtTheNextWake() {
        AtomicInteger calls = new AtomicInteger();
        Lane<Integer> lane = new Lane<>(
                "test",
                2,
                () -> true,
                gate::get,
                room -> calls.incrementAndGet() == 1
                        ? CompletableFuture.failedFuture(new IllegalStateException("store away"))
                        : claim(room),
                this::work,
                workers,
                Optional.empty());
        addDue(1);
        lane.start();
        await().until(() -> calls.get() == 1 && lane.inHand() == 0);
        lane.wake();

        await().until(() -> worked.size() == 1);
    }

    @Test
    void aLaneWhoseGateFailsOnceClaimsAtTheNextWake() {
        AtomicInteger asked = new AtomicInteger();
        Lane<Integer> lane = new Lane<>(
                "test",
                2,
                () -> true,
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("no breaker registry yet");
                    }
                    return 2;
                },
                this::claim,
                this::work,
                workers,
                Optional.empty());
        addDue(1);
        lane.start();
        lane.wake();

        await().until(() -> worked.size() == 1);
    }

    @Test
    void workThatThrowsGivesItsPlaceBack() {
        addDue(3);
        Lane<Integer> lane = new Lane<>(
                "test",
                1,
                () -> true,
                gate::get,
                this::claim,
                row -> {
                    worked.add(row);
                    throw new IllegalStateException("work " + row);
                },
                workers,
                Optional.empty());
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
        assertThat(lane.reserve()).isFalse();
    }

    @Test
    void aRowThatAStoppedLaneCannotTakeGivesItsPlaceBackAndDoesNotFailTheCommit() {
        Lane<Integer> lane = lane(2, true);
        lane.start();
        await().until(() -> claims.get() == 1 && lane.inHand() == 0);
        assertThat(lane.reserve()).isTrue();
        workers.shutdown();

        lane.handOver(1);

        assertThat(lane.inHand()).isZero();
    }

    @Test
    void rowsThatAreHandedOverAndClaimedAtOnceAreEachWorkedOnce() {
        int rows = 20_000;
        AtomicInteger settled = new AtomicInteger();
        Lane<Integer> lane = new Lane<>(
                "test",
                16,
                () -> true,
                gate::get,
                room -> CompletableFuture.supplyAsync(() -> take(room), workers),
                row -> {
                    assertThat(worked.add(row)).isTrue();
                    settled.incrementAndGet();
                    return CompletableFuture.completedFuture(null);
                },
                workers,
                Optional.empty());
        lane.start();
        for (int i = 0; i < rows; i++) {
            if (lane.reserve()) {
                lane.handOver(i);
            } else {
                due.add(i);
                lane.pump();
            }
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> settled.get() == rows && lane.inHand() == 0);
    }

    private Lane<Integer> lane(int capacity, boolean takesHandovers) {
        return new Lane<>(
                "test", capacity, () -> takesHandovers, gate::get, this::claim, this::work, workers, Optional.empty());
    }

    private CompletableFuture<List<Integer>> claim(int room) {
        claims.incrementAndGet();
        return CompletableFuture.completedFuture(take(room));
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
