package io.tocsin.app.hub;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tocsin.files.Followed;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.pipeline.outbox.ReceiverState;
import io.tocsin.pipeline.outbox.ReceiversInUse;
import io.tocsin.store.sql.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What stands where now: read from the store when somebody scrapes, so that it costs nothing when nobody does. */
final class Gauges {

    private static final String QUEUES = """
            SELECT receiver AS name, count(*) AS depth, min(created_at) AS oldest, min(due_at) AS due FROM delivery
            WHERE state = 'pending' GROUP BY receiver
            """;

    private static final String DEAD =
            "SELECT kind AS name, count(*) AS depth FROM dead_letter WHERE state = 'open' GROUP BY kind";

    private static final List<String> DEAD_KINDS = List.of("event", "alert", "notice", "delivery");

    /**
     * What waits for a receiver.
     *
     * @param oldestAt when the oldest of it was made
     * @param dueAt when the earliest of it is due that nobody has in hand
     */
    private record Line(String name, double depth, double oldestAt, double dueAt) {}

    private final MeterRegistry meters;
    private final Store store;
    private final InstantSource clock;
    private final CircuitBreakerRegistry breakers;
    private final List<Followed> followed;
    private final Heartbeats heartbeats;
    private final Supplier<ReceiversInUse> receivers;
    private final MultiGauge depth;
    private final MultiGauge oldest;
    private final MultiGauge late;
    private final MultiGauge tokens;
    private final MultiGauge paused;
    private final MultiGauge limited;
    private final MultiGauge dead;
    private final MultiGauge breaker;
    private final StoreGauges storage;
    private final IncidentGauges incidents;
    private final StageGauges stages;

    Gauges(
            MeterRegistry meters,
            Store store,
            InstantSource clock,
            CircuitBreakerRegistry breakers,
            List<Followed> followed,
            Heartbeats heartbeats,
            Supplier<ReceiversInUse> receivers) {
        this.meters = meters;
        this.store = store;
        this.clock = clock;
        this.breakers = breakers;
        this.followed = List.copyOf(followed);
        this.heartbeats = heartbeats;
        this.receivers = receivers;
        this.depth = gauge("tocsin.outbox.depth", "Deliveries that wait or are being sent");
        this.oldest = gauge("tocsin.outbox.oldest.seconds", "Age of the oldest delivery that is not settled");
        this.late = gauge(
                "tocsin.outbox.late.seconds",
                "For how long the receiver's earliest delivery is due that nobody has taken up");
        this.tokens = gauge("tocsin.outbox.tokens", "Deliveries that the rate limit lets go at once now");
        this.paused = gauge("tocsin.outbox.paused.seconds", "How long the receiver's last paused destination stays so");
        this.limited = gauge(
                "tocsin.outbox.limited", "How often in a row the receiver's most limited destination asked for less");
        this.dead = gauge("tocsin.dead.letters", "Open dead letters");
        this.breaker = gauge("tocsin.breaker.open", "1 while a receiver's breaker is open, 0.5 half open, 0 closed");
        this.storage = new StoreGauges(meters, store);
        this.incidents = new IncidentGauges(meters, store, System::nanoTime);
        this.stages = new StageGauges(meters, store);
    }

    void register() {
        storage.register();
        Gauge.builder("tocsin.heartbeats", heartbeats, Heartbeats::size)
                .description("Alerts that have to be repeated, and those whose end is still repeated")
                .register(meters);
        followed.forEach(this::reloads);
    }

    /** Reads the store; blocks. While that is away its figures stay as they were. */
    void refresh() {
        breaker.register(
                breakers.getAllCircuitBreakers().stream()
                        .map(b -> MultiGauge.Row.of(Tags.of("breaker", b.getName()), openness(b.getState())))
                        .collect(Collectors.toList()),
                true);
        storage.whereItIsThere(this::readStore);
    }

    private void readStore() {
        List<Line> queues = withIdle(store.read(Gauges::queues));
        depth.register(queues.stream().map(line -> row(line.name, line.depth)).toList(), true);
        oldest.register(
                queues.stream()
                        .map(line -> row(line.name, since(line, line.oldestAt)))
                        .toList(),
                true);
        late.register(
                queues.stream()
                        .map(line -> row(line.name, since(line, line.dueAt)))
                        .toList(),
                true);
        limits(receivers.get().left());
        limited.register(
                receivers.get().limited().entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .collect(Collectors.toList()),
                true);
        Map<String, Double> kinds = store.read(Gauges::dead);
        dead.register(
                DEAD_KINDS.stream()
                        .map(kind -> MultiGauge.Row.of(Tags.of("kind", kind), kinds.getOrDefault(kind, 0.0)))
                        .collect(Collectors.toList()),
                true);
        incidents.refresh();
        stages.refresh();
        storage.refresh();
    }

    private void limits(Map<String, ReceiverState.Left> left) {
        tokens.register(
                left.entrySet().stream()
                        .filter(entry -> entry.getValue().tokens().isPresent())
                        .map(entry -> row(
                                entry.getKey(),
                                Math.max(0, entry.getValue().tokens().orElseThrow())))
                        .collect(Collectors.toList()),
                true);
        paused.register(
                left.entrySet().stream()
                        .map(entry ->
                                row(entry.getKey(), seconds(entry.getValue().pauses())))
                        .collect(Collectors.toList()),
                true);
    }

    private double seconds(List<ReceiverState.Pause> pauses) {
        return pauses.stream()
                .mapToDouble(pause -> (pause.until().toEpochMilli() - clock.millis()) / 1_000.0)
                .max()
                .orElse(0);
    }

    private static MultiGauge.Row<?> row(String receiver, double value) {
        return MultiGauge.Row.of(Tags.of("receiver", receiver), value);
    }

    /** A receiver for which nothing waits is told as 0 and not left out: what is left out cannot be watched. */
    private List<Line> withIdle(List<Line> waiting) {
        Set<String> busy = waiting.stream().map(Line::name).collect(Collectors.toSet());
        return Stream.concat(
                        waiting.stream(),
                        receivers.get().names().stream()
                                .filter(name -> !busy.contains(name))
                                .map(name -> new Line(name, 0, 0, 0)))
                .toList();
    }

    private double since(Line line, double at) {
        return line.depth == 0 ? 0 : Math.max(0, (clock.millis() - at) / 1_000);
    }

    private static List<Line> queues(Handle tx) {
        return tx.createQuery(QUEUES)
                .map((row, context) -> new Line(
                        row.getString("name"), row.getDouble("depth"), row.getDouble("oldest"), row.getDouble("due")))
                .list();
    }

    private static Map<String, Double> dead(Handle tx) {
        return tx.createQuery(DEAD)
                .map((row, context) -> Map.entry(row.getString("name"), row.getDouble("depth")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static double openness(CircuitBreaker.State state) {
        return Map.of(
                        CircuitBreaker.State.OPEN, 1.0,
                        CircuitBreaker.State.FORCED_OPEN, 1.0,
                        CircuitBreaker.State.HALF_OPEN, 0.5)
                .getOrDefault(state, 0.0);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    private void reloads(Followed followed) {
        String what = followed.what();
        Gauge.builder("tocsin.reload.broken", followed, f -> f.broken().isPresent() ? 1 : 0)
                .description("1 while the files as they are now are refused and the last good ones are in use")
                .tag("what", what)
                .register(meters);
        for (boolean taken : List.of(true, false)) {
            FunctionCounter.builder("tocsin.reloads", followed, f -> taken ? f.taken() : f.refused())
                    .description("Changes of files, taken over or refused")
                    .tag("what", what)
                    .tag("outcome", taken ? "taken" : "refused")
                    .register(meters);
        }
    }
}
