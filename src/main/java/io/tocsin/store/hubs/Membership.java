package io.tocsin.store.hubs;

import io.tocsin.store.lane.Abandoned;
import io.tocsin.store.lane.ClaimTable;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This hub among those that share its store: it says that it lives, hears who else does, and takes over what hubs that are gone had
 * claimed. On a store of its own it is alone, and says nothing after its start.
 */
public final class Membership implements AutoCloseable {

    /** How often a hub says that it lives. */
    public static final Duration BEAT = Duration.ofSeconds(2);

    /** Who has said nothing for so long is gone, and others work on what it had in hand. */
    public static final Duration GONE = Duration.ofSeconds(15);

    /** A hub that could say nothing for longer cannot tell who is gone from who could say nothing either: the server was away, say. */
    private static final Duration MISSED = BEAT.multipliedBy(3);

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final long LEAVE_SECONDS = 5;

    /**
     * What was heard at the last word.
     *
     * @param living all hubs in the list, but for those that were taken for gone
     * @param recent how many of them said something lately
     * @param wasGone whether others took this hub for gone
     */
    private record Heard(List<String> living, long recent, boolean wasGone) {}

    private final Store store;
    private final HubId id;
    private final List<? extends ClaimTable> tables;
    private final LongSupplier nanos;
    private final Change<HubId, Heard> joining =
            (tx, hubs, now) -> hubs.stream().map(hub -> join(tx, hub, now)).toList();
    private final Change<HubId, Heard> beating =
            (tx, hubs, now) -> hubs.stream().map(hub -> beat(tx, hub, now)).toList();
    private final Change<HubId, Boolean> leaving =
            (tx, hubs, now) -> hubs.stream().map(hub -> leave(tx, hub, now)).toList();
    private final List<Runnable> whenGone = new CopyOnWriteArrayList<>();
    private volatile BooleanSupplier decides = () -> true;
    private volatile List<String> living;
    private volatile long heardAt;
    private volatile long steadySince;
    private boolean startedAlone;
    private volatile boolean drains;
    private boolean left;

    private Membership(Store store, HubId id, List<? extends ClaimTable> tables, LongSupplier nanos) {
        this.store = store;
        this.id = id;
        this.tables = tables;
        this.nanos = nanos;
        this.living = List.of(id.owner());
        this.heardAt = nanos.getAsLong();
        this.steadySince = heardAt;
    }

    /**
     * Takes this hub's place among those that have the store open, and gives back what earlier runs of its name had claimed: the store
     * lets no two hubs of one name have it. Nobody else is taken for gone yet: where the server was away until now, they live.
     *
     * @param tables whose rows are claimed
     * @param nanos monotonic time
     */
    public static Membership join(Store store, HubId id, List<? extends ClaimTable> tables, LongSupplier nanos) {
        Membership membership = new Membership(store, id, tables, nanos);
        long before = nanos.getAsLong();
        Heard heard = store.submit(membership.joining, id).join();
        membership.startedAlone = heard.recent == 1;
        membership.heardAt = before;
        membership.living = heard.living;
        // Where nobody else is in the list, nobody can be wronged.
        membership.steadySince = heard.living.size() == 1 ? before - GONE.toNanos() : before;
        return membership;
    }

    /** The ids of hubs that have this store open, for somebody who is none. One that was killed counts until it is taken for gone. */
    public static List<String> running(Store store) {
        return store.read(tx -> {
            Instant now = store.now(tx);
            return HubTable.look(tx, now).all().stream()
                    .filter(row -> !row.isGone(GONE, now))
                    .map(HubTable.Row::id)
                    .toList();
        });
    }

    /** A hub that has a store for itself, and is in no list. */
    public static Membership alone(Store store, String owner) {
        return new Membership(store, new HubId(owner, ""), List.of(), System::nanoTime);
    }

    /** Which hub this is. */
    public HubId id() {
        return id;
    }

    /** Whether another hub may have the store open at the same time. */
    public boolean isShared() {
        return store.dialect().isRemote() && !tables.isEmpty();
    }

    /** @param action to be done where others took this hub for gone, so that nothing that it has in hand is its own any more */
    public void whenGone(Runnable action) {
        whenGone.add(action);
    }

    /** @param decides whether this hub decides anything; while it does not, its slices are the others' */
    public void decidesWhile(BooleanSupplier decides) {
        this.decides = decides;
    }

    /**
     * From its next word on this hub begins nothing more of its slices, and gives each up at its first word at which it has nothing of it in
     * hand; the others take them at theirs.
     */
    public void drain() {
        drains = true;
    }

    /** Says that this hub lives, and takes over from those that are gone. Blocks; where the store is away the next word counts. */
    public synchronized void beat() {
        if (left) {
            return;
        }
        long before = nanos.getAsLong();
        try {
            Heard heard = store.submit(beating, id).join();
            if (heard.wasGone) {
                LOG.warn(
                        "Hub {} said nothing for more than {} s, and others took it for gone: what it had in hand is no longer"
                                + " its own",
                        id.owner(),
                        GONE.toSeconds());
                whenGone.forEach(Runnable::run);
            }
            heard(heard, before);
        } catch (RuntimeException e) {
            if (!store.isAway(e)) { // else the log says why
                LOG.warn("hub {} could not say that it lives; it tries again", id.owner(), e);
            }
        }
    }

    private void heard(Heard heard, long at) {
        if (at - heardAt > MISSED.toNanos()) {
            steadySince = at;
        }
        living = heard.living;
        heardAt = at;
    }

    /** Whether no other hub can have taken this one for gone: if not, what it has in hand may be another's. */
    public boolean isHeard() {
        return !isShared() || nanos.getAsLong() - heardAt < GONE.toNanos();
    }

    /**
     * Whether what the store says of the others can be believed: this hub has said that it lives again and again for as long as it takes
     * to be taken for gone. After the store was away nobody could write meanwhile, and all have so long to do it.
     */
    public boolean isSteady() {
        long now = nanos.getAsLong();
        return !isShared() || now - heardAt <= MISSED.toNanos() && now - steadySince >= GONE.toNanos();
    }

    /** Whether no other hub had said anything lately when this one started. */
    public boolean hasStartedAlone() {
        return startedAlone;
    }

    /** The ids of all hubs that lived at the last word, the eldest first. */
    public List<String> living() {
        return living;
    }

    /** The ids of all hubs that live, as a transaction sees them. */
    public static List<String> listed(Handle tx) {
        return tx.createQuery("SELECT id FROM hub").mapTo(String.class).list();
    }

    /** Whether it does what one hub does for all: the eldest of those that live. */
    public boolean leads() {
        return !isShared() || isHeard() && living.get(0).equals(id.owner());
    }

    private Heard join(Handle tx, HubId hub, Instant now) {
        HubTable hubs = HubTable.open(tx, now);
        hubs.named(hub.name()).forEach(earlier -> {
            Slices.release(tx, earlier);
            hubs.remove(earlier);
        });
        Abandoned.releaseNamed(tx, store.dialect().skipLocked(), tables, hub.name(), now);
        hubs.see(hub, true);
        return heard(tx, hubs, now, false);
    }

    private Heard beat(Handle tx, HubId hub, Instant now) {
        HubTable hubs = HubTable.open(tx, now);
        boolean known = hubs.see(hub, !drains && decides.getAsBoolean());
        return heard(tx, hubs, now, !known);
    }

    /** Where the store is one hub's alone, all others are gone. */
    private Heard heard(Handle tx, HubTable hubs, Instant now, boolean wasGone) {
        boolean steady = isSteady();
        List<HubTable.Row> gone = hubs.all().stream()
                .filter(row -> !row.id().equals(id.owner()))
                .filter(row -> !isShared() || steady && row.isGone(GONE, now))
                .toList();
        gone.forEach(row -> takeOver(tx, hubs, row, now));
        List<HubTable.Row> all = hubs.all();
        if (isShared()) {
            Slices.balance(
                    tx,
                    id.owner(),
                    all.stream()
                            .filter(HubTable.Row::decides)
                            .map(HubTable.Row::id)
                            .toList());
        }
        return new Heard(
                all.stream().map(HubTable.Row::id).toList(),
                all.stream().filter(row -> !row.isGone(GONE, now)).count(),
                wasGone);
    }

    private void takeOver(Handle tx, HubTable hubs, HubTable.Row gone, Instant now) {
        Slices.release(tx, gone.id()); // first: nobody begins what is due again while another has its slice
        int released = Abandoned.release(tx, store.dialect().skipLocked(), tables, gone.id(), now);
        hubs.remove(gone.id());
        tx.afterCommit(() -> LOG.warn(
                "Hub {} has said nothing for {} s and is taken for gone; {} rows that it had in hand are due again",
                gone.id(),
                Duration.between(gone.seenAt(), now).toSeconds(),
                released));
    }

    private boolean leave(Handle tx, HubId hub, Instant now) {
        HubTable hubs = HubTable.open(tx, now);
        Slices.release(tx, hub.owner());
        Abandoned.release(tx, store.dialect().skipLocked(), tables, hub.owner(), now);
        hubs.remove(hub.owner());
        return true;
    }

    /** Gives up its place, and what it still has in hand, to be called when it works on nothing any more. */
    @Override
    public synchronized void close() throws InterruptedException {
        left = true;
        if (!isShared()) {
            return; // the next start gives back what is left
        }
        try {
            store.submit(leaving, id).get(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException away) {
            LOG.info("hub {} could not say that it ends; the others will know in {} s", id.owner(), GONE.toSeconds());
        }
    }
}
