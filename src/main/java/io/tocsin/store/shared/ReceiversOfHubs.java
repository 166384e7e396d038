package io.tocsin.store.shared;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which receivers other hubs have: what is for one of them waits for that hub, where a hub that is alone would say that there is no such
 * receiver. And when something was last delivered to a receiver, whichever hub sent it: by that its fallback is asked whether it
 * takes over.
 */
public final class ReceiversOfHubs {

    /**
     * A hub that is gone and said nothing for so long takes its receivers with it. Longer than any restart or change of its machine. Of
     * one that lives they stay: while the store was away nobody could say anything.
     */
    public static final Duration A_WHILE = Duration.ofMinutes(10);

    /** How often a hub says that it still has its receivers. */
    private static final Duration STILL = Duration.ofMinutes(1);

    /** How exactly it is known when something was delivered last. */
    private static final Duration EXACTLY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ReceiversOfHubs.class);

    private static final String SAY = """
            INSERT INTO hub_receiver (receiver, hub, seen_at) VALUES (:receiver, :hub, :now)
            ON CONFLICT (receiver, hub) DO UPDATE SET seen_at = excluded.seen_at
            """;

    private static final String SUCCEEDED = """
            UPDATE hub_receiver SET succeeded_at = :at WHERE receiver = :receiver AND hub = :hub AND succeeded_at < :at
            """;

    private final Change<Set<String>, Boolean> saying = (tx, sets, now) ->
            sets.stream().map(receivers -> say(tx, receivers, now)).toList();

    private final Change<Map<String, Instant>, Boolean> succeeding = (tx, maps, now) ->
            maps.stream().map(successes -> succeed(tx, successes)).toList();

    private final Store store;
    private final String hub;
    private final Supplier<Set<String>> own;
    private final Consumer<Set<String>> others;
    private final LongSupplier nanos;
    private final Map<String, Instant> delivered = new ConcurrentHashMap<>();
    private Set<String> said = Set.of();
    private long saidAt;
    private long toldAt;
    private volatile boolean changed = true;

    /**
     * @param store where it stands
     * @param hub the hub's name
     * @param own the receivers that this hub has now; none while it starts
     * @param others gets those that other hubs have
     * @param nanos monotonic time
     */
    public ReceiversOfHubs(
            Store store, String hub, Supplier<Set<String>> own, Consumer<Set<String>> others, LongSupplier nanos) {
        this.store = store;
        this.hub = hub;
        this.own = own;
        this.others = others;
        this.nanos = nanos;
    }

    /** Another hub has other receivers now. */
    public void changed() {
        changed = true;
    }

    /** Something was delivered to a receiver by this hub. Costs a look into memory. */
    public void delivered(String receiver, Instant at) {
        delivered.merge(receiver, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    /**
     * When something was last delivered to a receiver that has a fallback, by any hub, to within some seconds; empty where that is not
     * known, as on a store that is one hub's.
     */
    public static Optional<Instant> lastDelivered(Handle tx, String receiver) {
        return tx.createQuery("SELECT max(succeeded_at) FROM hub_receiver WHERE receiver = :receiver")
                .bind("receiver", receiver)
                .mapTo(Long.class)
                .findOne()
                .filter(at -> at > 0)
                .map(Instant::ofEpochMilli);
    }

    /** To be called at each interval. Blocks now and then; does not throw. */
    public synchronized void look() {
        try {
            Set<String> now = Set.copyOf(own.get());
            boolean stale = nanos.getAsLong() - saidAt >= STILL.toNanos();
            if (!now.isEmpty() && (!now.equals(said) || stale)) {
                store.submit(saying, now).join();
                said = now;
                saidAt = nanos.getAsLong();
                changed = true;
            }
            if (changed) {
                changed = false;
                others.accept(store.read(tx -> elsewhere(tx, store.now(tx))));
            }
            if (nanos.getAsLong() - toldAt >= EXACTLY.toNanos()) {
                toldAt = nanos.getAsLong();
                tell();
            }
        } catch (RuntimeException e) {
            changed = true;
            if (!store.isAway(e)) { // else the log says why
                LOG.warn("could not look which receivers other hubs have; the next look is in a moment", e);
            }
        }
    }

    private void tell() {
        Map<String, Instant> news = new HashMap<>(delivered);
        if (!news.isEmpty()) {
            store.submit(succeeding, news).join();
            news.forEach(delivered::remove);
        }
    }

    private Set<String> elsewhere(Handle tx, Instant now) {
        return new HashSet<>(tx.createQuery("SELECT DISTINCT receiver FROM hub_receiver WHERE hub <> :hub"
                        + " AND (seen_at >= :since OR hub IN (SELECT name FROM hub))")
                .bind("hub", hub)
                .bind("since", now.minus(A_WHILE).toEpochMilli())
                .mapTo(String.class)
                .list());
    }

    private boolean say(Handle tx, Set<String> receivers, Instant now) {
        int gone = tx.createUpdate("DELETE FROM hub_receiver WHERE hub = :hub AND receiver NOT IN (<receivers>)"
                        + " OR seen_at < :since AND hub NOT IN (SELECT name FROM hub)")
                .bind("hub", hub)
                .bind("since", now.minus(A_WHILE).toEpochMilli())
                .bindList("receivers", receivers)
                .execute();
        int before = count(tx);
        PreparedBatch batch = tx.prepareBatch(SAY);
        receivers.stream().sorted().forEach(receiver -> batch.bind("receiver", receiver)
                .bind("hub", hub)
                .bind("now", now.toEpochMilli())
                .add());
        batch.execute();
        if (gone > 0 || count(tx) != before) {
            Revisions.raise(tx, Revisions.RECEIVERS);
        }
        return true;
    }

    private int count(Handle tx) {
        return tx.createQuery("SELECT count(*) FROM hub_receiver WHERE hub = :hub")
                .bind("hub", hub)
                .mapTo(Integer.class)
                .one();
    }

    private boolean succeed(Handle tx, Map<String, Instant> successes) {
        PreparedBatch batch = tx.prepareBatch(SUCCEEDED);
        successes.forEach((receiver, at) -> batch.bind("at", at.toEpochMilli())
                .bind("receiver", receiver)
                .bind("hub", hub)
                .add());
        batch.execute();
        return true;
    }
}
