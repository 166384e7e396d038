package io.tocsin.pipeline.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.app.hub.ClaimedTables;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.hubs.HubId;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Lanes;
import io.tocsin.store.lane.TestLane;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs that accept events on one PostgreSQL store: each decides those of its own slices. */
@Tag("slow")
@Timeout(60)
class AcceptForOthersTest {

    @TempDir
    Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Hub a;
    private Hub b;

    /** What takes part in accepting. */
    private final class Hub implements AutoCloseable {
        final Store store;
        final Membership membership;
        final Corridor corridor;
        final AcceptEvents accepting;
        final AtomicInteger claims = new AtomicInteger();
        final List<Event> handedOver = Collections.synchronizedList(new ArrayList<>());

        Hub(String name) {
            store = Store.open(TestStores.sharedByTheServersClock(folder, name), InstantSource.system());
            membership = Membership.join(store, HubId.fresh(name), ClaimedTables.ALL, System::nanoTime);
            Lanes lanes = new Lanes();
            corridor = new Corridor(
                    store,
                    lanes,
                    store.time(),
                    membership,
                    TestCorridor.LEASE,
                    Duration.ofSeconds(1),
                    timer,
                    new ObjectMapper(),
                    new SimpleMeterRegistry(),
                    new Corridor.HubAddress(name, ""));
            accepting = new AcceptEvents(corridor);
            lanes.add(TestLane.of(InboxConsumer.LANE, 100, new TestLane.NothingDue<Event>() {
                @Override
                public CompletableFuture<?> claim(Asked<Event> asked) {
                    claims.incrementAndGet();
                    return store.submit(
                            (tx, all, now) -> {
                                all.forEach(one -> one.claimed(tx, List.of(), true, now));
                                return all;
                            },
                            asked);
                }

                @Override
                public CompletableFuture<?> work(Event event) {
                    handedOver.add(event);
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public int gate() {
                    return 100;
                }
            }));
            lanes.find(InboxConsumer.LANE).orElseThrow().start();
        }

        List<Accepted> accept(List<Arrived> events) {
            return store.submit(accepting, events).join();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @BeforeEach
    void open() {
        a = new Hub("a");
        b = new Hub("b");
        a.membership.decidesWhile(() -> false);
        List.of(a, b).forEach(hub -> hub.membership.beat());
        b.membership.beat(); // all slices are b's
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        timer.shutdownNow();
    }

    private Arrived event(String id) {
        return Arrived.of(
                a.corridor.json(),
                new EventDraft(
                        "shop", Optional.of(id), "application/json", "{}".getBytes(StandardCharsets.UTF_8), Map.of()));
    }

    @Test
    void whatAnotherHubDecidesIsNoWorkForTheOneThatAcceptsIt() {
        int before = a.claims.get();
        for (int i = 0; i < 10; i++) {
            a.accept(List.of(event("a" + i)));
        }
        assertThat(a.claims.get() - before)
                .as("looks for what is another hub's")
                .isZero();
        assertThat(a.handedOver).isEmpty();

        b.accept(List.of(event("b")));
        assertThat(b.handedOver).as("what came before at a waits in the store").isEmpty();
        assertThat(b.claims).as("so b looks").hasPositiveValue();
    }

    @Test
    void whatComesToTheHubThatDecidesItIsHandedOver() {
        assertThat(b.accept(List.of(event("x"), event("y")))).hasSize(2);
        assertThat(b.handedOver).hasSize(2);
    }

    /** As Alertmanager does, which sends to all. */
    @Test
    void twoHubsThatAreToldTheSameInAnotherOrderDoNotWaitForEachOther() throws Exception {
        long before = TestStores.deadlocks();
        for (int round = 0; round < 20; round++) {
            int of = round;
            List<Arrived> events =
                    IntStream.range(0, 50).mapToObj(i -> event(of + "-" + i)).toList();
            List<Arrived> backwards = new ArrayList<>(events);
            Collections.reverse(backwards);
            CompletableFuture<List<Accepted>> atA = a.store.submit(a.accepting, events);
            CompletableFuture<List<Accepted>> atB = b.store.submit(b.accepting, backwards);
            long accepted = List.of(atA, atB).stream()
                    .flatMap(one -> one.orTimeout(20, TimeUnit.SECONDS).join().stream())
                    .filter(each -> each.status() == Accepted.Status.ACCEPTED)
                    .count();
            assertThat(accepted).as("each once").isEqualTo(50);
        }
        a.close();
        b.close();
        assertThat(TestStores.deadlocks() - before).isZero();
    }
}
