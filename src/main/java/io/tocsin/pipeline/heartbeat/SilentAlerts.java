package io.tocsin.pipeline.heartbeat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Ends the alerts that are not told again in time: for each an event of the hub's own source says so in the alert's identity, the
 * mapping {@code silent-alert} makes the resolved alert of it, and everything else goes its usual way, trace included.
 *
 * <p>Which they are the store knows ({@code expires_at}), so that any restart finds them. The end is decided in the commit that looks
 * whether the alert still expires then: one that was told again meanwhile goes on.
 */
public final class SilentAlerts {
    private static final int BATCH = 500;

    /** How often those are looked at again whose end was told and that go on: its event may have become a dead letter. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private static final String EARLIEST = "SELECT min(expires_at) FROM alert WHERE expires_at IS NOT NULL";

    private static final String DUE = """
            SELECT id, identity, fingerprint, content, expires_at FROM alert
            WHERE expires_at <= :now AND (expires_at, id) > (:after, :id)
            ORDER BY expires_at, id LIMIT :batch
            """;

    private final Heartbeats heartbeats;
    private final Consumer<Map<AlertKey, Renewal>> renewals;
    private final Store store;
    private final LongSupplier nanos;
    private final ObjectMapper json;
    private final Consumer<List<EventDraft>> inbox;
    private final AtomicBoolean again = new AtomicBoolean();
    private Place reached = Place.BEGIN;
    private long begunAt;

    /** How far a look has come. */
    private record Place(long expiresAt, String id) {
        private static final Place BEGIN = new Place(Long.MIN_VALUE, "");
    }

    private record Due(String id, AlertKey alert, String content, Instant until) {}

    /**
     * @param heartbeats who was told again
     * @param renewals writes that
     * @param store knows which alerts are over
     * @param nanos monotonic time
     * @param json writes events
     * @param inbox takes events and returns when they are stored; throws if they are not
     */
    public SilentAlerts(
            Heartbeats heartbeats,
            Consumer<Map<AlertKey, Renewal>> renewals,
            Store store,
            LongSupplier nanos,
            ObjectMapper json,
            Consumer<List<EventDraft>> inbox) {
        this.heartbeats = heartbeats;
        this.renewals = renewals;
        this.store = store;
        this.nanos = nanos;
        this.json = json;
        this.inbox = inbox;
        this.begunAt = nanos.getAsLong();
    }

    /**
     * Ends those whose time is over, whenever there are some.
     *
     * @param upTo the time up to which it is known that the clock was not set and the hub did not stand still; empty while it is not
     *     known, or what other hubs heard may not be in the store yet, and nobody ends
     */
    public DueWork work(Supplier<Optional<Instant>> upTo) {
        return new DueWork("alerts", EARLIEST, () -> {
            upTo.get().map(this::byTheStore).ifPresent(this::end);
            return false;
        });
    }

    /** Ends are times of the store's clock, and this hub's may be before it. */
    private Instant byTheStore(Instant here) {
        Instant there = store.read(store::now);
        return there.isBefore(here) ? there : here;
    }

    /**
     * Ends those whose time is over. What can't be stored now is tried again at the next call; why it can't is thrown.
     *
     * @param now the time up to which it is known that the clock was not set and the hub did not stand still
     */
    public void end(Instant now) {
        if (again.getAndSet(false)
                || Duration.ofNanos(nanos.getAsLong() - begunAt).compareTo(AGAIN) >= 0) {
            reached = Place.BEGIN;
            begunAt = nanos.getAsLong();
        }
        for (List<Due> due = due(now); !due.isEmpty(); due = due.size() < BATCH ? List.of() : due(now)) {
            end(due, now);
            Due last = due.get(due.size() - 1);
            reached = new Place(last.until.toEpochMilli(), last.id);
        }
    }

    /** Looks at all of them at the next call: their times were moved. */
    public void lookAgain() {
        again.set(true);
    }

    private List<Due> due(Instant now) {
        return store.read(tx -> tx.createQuery(DUE)
                .bind("now", now.toEpochMilli())
                .bind("after", reached.expiresAt)
                .bind("id", reached.id)
                .bind("batch", BATCH)
                .map((row, context) -> new Due(
                        row.getString("id"),
                        new AlertKey(row.getString("identity"), row.getString("fingerprint")),
                        row.getString("content"),
                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                .list());
    }

    private void end(List<Due> due, Instant now) {
        Map<AlertKey, Renewal> goOn = new HashMap<>();
        List<EventDraft> over = new ArrayList<>();
        for (Due one : due) {
            heartbeats
                    .until(one.alert)
                    .filter(now::isBefore)
                    .ifPresentOrElse(
                            until -> goOn.put(one.alert, new Renewal(until, false)),
                            () -> over.add(draft(one.alert, one.content, one.until)));
        }
        if (!goOn.isEmpty()) {
            renewals.accept(goOn);
        }
        if (!over.isEmpty()) {
            inbox.accept(over);
        }
    }

    /**
     * The payload that says so, of the source {@link Event#HUB} and in the alert's identity.
     *
     * @param alert what it said last
     * @param until when it was over
     */
    public static ObjectNode event(JsonNode alert, Instant until) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("kind", "alert-went-silent").put("until", until.toString());
        event.set("alert", alert);
        return event;
    }

    private EventDraft draft(AlertKey alert, String content, Instant until) {
        ObjectNode event = event(JsonText.read(json, content), until);
        return new EventDraft(
                Event.HUB,
                Optional.of("silent:" + alert.text() + " " + until.toEpochMilli()),
                "application/json",
                event.toString().getBytes(StandardCharsets.UTF_8),
                Map.of(),
                alert.identity());
    }
}
