package io.tocsin.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.pipeline.inbox.InboxComponent;
import io.tocsin.pipeline.inbox.InboxSteps;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.LedgerSteps;
import io.tocsin.pipeline.ledger.Observed;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.pipeline.outbox.FanOut;
import io.tocsin.pipeline.outbox.OutboxSteps;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Depth;
import io.tocsin.store.lane.HeldSize;
import io.tocsin.store.lane.Lane;
import io.tocsin.store.lane.LaneMeter;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.lane.LaneWork;
import io.tocsin.store.lane.Lanes;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Store;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The life of events in the store, step by step in groups, without routes, network and waiting: each group of a step is one
 * transaction of the one writer. What a row goes through is the hub's own code.
 */
final class StoreLife implements AutoCloseable {
    private static final List<String> RECEIVERS = List.of("bench-1", "bench-2", "bench-3");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs one step; what it gives back is what the step gave. */
    interface Watch {
        <R> R step(String name, Supplier<R> step);
    }

    private final Store store;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final boolean handOver;
    private final int group;
    private final Map<String, Policy> policies = Map.of(
            "bench",
            Policy.atOnce(
                    "bench",
                    RECEIVERS.stream()
                            .map(name -> (Target) new Target.Receiver(name))
                            .toList(),
                    Optional.empty(),
                    true,
                    Duration.ofMinutes(5)));
    private final Function<List<EventDraft>, List<CompletableFuture<List<Accepted>>>> accepting;
    private final Change<Integer, List<Event>> claimingEvents;
    private final RecordDecision recording;
    private final Change<Integer, List<Notice>> claimingNotices;
    private final FanOut fanningOut;
    private final Change<String, List<Delivery>> claimingDeliveries;
    private final Change<Delivery, Boolean> delivering;
    private final List<Event> events = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private int sequence;

    /**
     * @param dialect over an empty file
     * @param group how many events go through each step together
     * @param handOver whether every row is handed over to its lane; otherwise all are claimed
     */
    StoreLife(Dialect dialect, int group, boolean handOver) {
        this.handOver = handOver;
        this.group = group;
        this.store = Store.open(dialect, Clock.systemUTC());
        Lanes lanes = new Lanes();
        Corridor corridor = new Corridor(
                store,
                lanes,
                Clock.systemUTC(),
                Membership.alone(store, "bench"),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                timer,
                JSON,
                new SimpleMeterRegistry(),
                new Corridor.HubAddress("bench", "http://localhost"));
        Notifying notifying = new Notifying(() -> policies, Recipients::none);
        recording = new RecordDecision(corridor, notifying);
        InboxSteps inbox = new InboxSteps(corridor, recording);
        accepting = inbox.accepting();
        claimingEvents = inbox.claiming();
        claimingNotices = new LedgerSteps(corridor, notifying).claiming();
        fanningOut = new FanOut(corridor, notifying);
        OutboxSteps outbox = new OutboxSteps(corridor, notifying);
        claimingDeliveries = outbox.claiming(group);
        delivering = outbox.delivering();
        lane(lanes, InboxComponent.LANE, events);
        lane(lanes, IncidentBook.NOTICES, notices);
        RECEIVERS.forEach(name -> lane(lanes, OutboxSteps.lane(name), deliveries));
    }

    /** One that keeps what it gets, for which nothing is due. */
    private <T> void lane(Lanes lanes, String name, Collection<T> kept) {
        LaneSettings settings = new LaneSettings(
                name,
                new Depth(1, Integer.MAX_VALUE / 4, Integer.MAX_VALUE / 2),
                new HeldSize(Long.MAX_VALUE),
                Optional.empty(),
                lanes,
                Clock.systemUTC(),
                LaneMeter.NONE,
                store::isAway);
        Lane<T> lane =
                new Lane<>(settings, new Keeping<>(kept), Runnable::run, UnaryOperator.identity(), Optional.empty());
        lanes.add(lane);
        lane.start();
        store.probe().join(); // behind the lane's first look
    }

    private final class Keeping<T> implements LaneWork<T> {
        private final Change<Asked<T>, Boolean> nothing = (tx, asked, now) -> {
            asked.forEach(one -> one.claimed(tx, List.of(), now));
            return Collections.nCopies(asked.size(), true);
        };
        private final Collection<T> kept;

        Keeping(Collection<T> kept) {
            this.kept = kept;
        }

        @Override
        public CompletableFuture<?> claim(Asked<T> asked) {
            return store.submit(nothing, asked);
        }

        @Override
        public CompletableFuture<?> work(T row) {
            kept.add(row);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> giveBack(List<T> rows) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void giveBack(Handle tx, List<T> rows) {
            throw new IllegalStateException("nothing waits here");
        }

        @Override
        public boolean takesHandovers() {
            return handOver;
        }
    }

    Store store() {
        return store;
    }

    /** A group of new events goes through all steps. */
    void round(Watch watch) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < group; i++) {
            byte[] body = Events.forHub(sequence + i).getBytes(StandardCharsets.UTF_8);
            drafts.add(
                    new EventDraft("bench", Optional.empty(), "application/json", body, Map.of("remote", "127.0.0.1")));
        }
        watch.step("accept", () -> joined(accepting.apply(drafts)));
        List<Event> accepted = taken(watch, "claim events", events, () -> all(claimingEvents, List.of(group)));
        List<EventStaging> decided = accepted.stream().map(this::decided).toList();
        watch.step("decide", () -> all(recording, decided));
        List<Notice> told = taken(watch, "claim notices", notices, () -> all(claimingNotices, List.of(group)));
        watch.step(
                "fan out",
                () -> all(
                        fanningOut,
                        told.stream()
                                .map(notice -> new FanOut.Told(notice, notice.to()))
                                .toList()));
        List<Delivery> owed = taken(watch, "claim deliveries", deliveries, () -> all(claimingDeliveries, RECEIVERS));
        if (owed.size() != group * RECEIVERS.size()) {
            throw new IllegalStateException(owed.size() + " deliveries of " + group + " events");
        }
        watch.step("settle", () -> {
            for (int from = 0; from < owed.size(); from += group) {
                if (all(delivering, owed.subList(from, from + group)).contains(false)) {
                    throw new IllegalStateException("a delivery did not count");
                }
            }
            return null;
        });
    }

    /** What was handed over, or what there is to claim. */
    private <T> List<T> taken(Watch watch, String step, List<T> handed, Supplier<List<List<T>>> claim) {
        List<T> taken = handOver
                ? List.copyOf(handed)
                : watch.step(step, claim).stream().flatMap(List::stream).toList();
        handed.clear();
        return taken;
    }

    private EventStaging decided(Event event) {
        String mark = Events.mark(sequence++);
        Alert alert = new Alert(
                mark,
                AlertStatus.FIRING,
                Severity.HIGH,
                "Load " + mark,
                "The replica lags behind its primary by more than the limit. "
                        .repeat(5)
                        .strip(),
                "bench",
                Map.of("bench", "yes", "service", "orders", "region", "eu-west-1"),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                event.receivedAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        EventStaging staging = new EventStaging(event);
        staging.mappedBy("tocsin");
        staging.decidedBy("5d41402abc4b2a76", policies);
        staging.observe(new Observed(alert, AlertJson.write(alert), List.of("bench")));
        return staging;
    }

    private <I, R> List<R> all(Change<I, R> change, List<I> inputs) {
        return joined(store.submitInOrder(change, inputs));
    }

    private static <R> List<R> joined(List<CompletableFuture<R>> results) {
        return results.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        store.close();
    }
}
