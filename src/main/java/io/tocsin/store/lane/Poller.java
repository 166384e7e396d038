package io.tocsin.store.lane;

import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thing that looks for what became due by time alone, for all lanes and all {@linkplain DueWork work} at once: one read
 * beside the writer, which asks each index for its first entry, and wakes the lanes, and begins the work, that have something due. So a
 * lane for which nothing is due costs the writer nothing, however many wait for later.
 *
 * <p>Before each look what is in hand is kept ({@link Renewal}), so that a hub that stood still does not claim what it is
 * still working on.
 */
public final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    /** No lane or work is called like that. */
    private static final String LOOK = "";

    private final Store store;
    private final Lanes lanes;
    private final Map<String, DueWork> works;
    private final Executor executor;
    private final String earliest;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    private final Unended unended;

    /**
     * @param store where rows wait
     * @param lanes who works on them
     * @param tables all tables whose rows wait
     */
    public Poller(Store store, Lanes lanes, List<? extends ClaimTable> tables) {
        this(store, lanes, tables, List.of(), Runnable::run);
    }

    /**
     * @param store where rows wait
     * @param lanes who works on them
     * @param tables all tables whose rows wait to be claimed
     * @param works all that is done without a claim
     * @param executor runs that work where it names no other, of each kind one run at a time
     */
    public Poller(Store store, Lanes lanes, List<? extends ClaimTable> tables, List<DueWork> works, Executor executor) {
        this(store, lanes, tables, works, executor, System::nanoTime);
    }

    /** The same. @param nanos monotonic time, by which what hangs is known */
    Poller(
            Store store,
            Lanes lanes,
            List<? extends ClaimTable> tables,
            List<DueWork> works,
            Executor executor,
            LongSupplier nanos) {
        this.unended = new Unended(nanos);
        this.store = store;
        this.lanes = lanes;
        this.works = works.stream().collect(Collectors.toMap(DueWork::name, work -> work));
        this.executor = executor;
        this.earliest = Stream.concat(
                        tables.stream().map(ClaimTable::earliest),
                        works.stream().map(DueWork::earliest))
                .collect(Collectors.joining(" UNION ALL ", "SELECT lane FROM (", ") AS earliest WHERE due <= :now"));
    }

    /** From now on work is also begun when somebody wakes it who wrote rows that are due. */
    public Poller woken() {
        works.keySet().forEach(name -> lanes.onWake(name, () -> wake(name)));
        return this;
    }

    /**
     * Whether a look, or work that is due, has hung or failed each time for longer than that. Work that goes on step by step is late for
     * nobody, however much there is.
     */
    public boolean isStuckFor(Duration longest) {
        return unended.isAnyOlderThan(longest);
    }

    /** One look. Blocks while the store is read; does not throw. */
    public void look() {
        unended.begin(LOOK);
        try {
            lanes.look();
            List<String> due = store.read(this::due);
            unended.ended(LOOK);
            unended.keep(name -> due.contains(name) || running.contains(name));
            due.forEach(this::wake);
        } catch (RuntimeException e) {
            said("look for what is due", e);
        }
    }

    private void wake(String name) {
        DueWork work = works.get(name);
        if (work == null) {
            lanes.wake(name);
        } else if (running.add(name)) {
            begin(work);
        } else {
            again.add(name);
        }
    }

    private void begin(DueWork work) {
        unended.begin(work.name());
        try {
            work.executor().orElse(executor).execute(() -> run(work));
        } catch (RuntimeException e) { // it is stopped, or the work itself ran here
            running.remove(work.name());
            said("begin what is due of " + work.name(), e);
        }
    }

    private void run(DueWork work) {
        try {
            while (work.step().getAsBoolean()) {
                unended.goesOn(work.name());
            }
            unended.ended(work.name());
        } catch (RuntimeException e) {
            said("do what is due of " + work.name(), e);
        } finally {
            running.remove(work.name());
            if (again.remove(work.name())) { // somebody came when this run had looked already
                wake(work.name());
            }
        }
    }

    private void said(String what, RuntimeException e) {
        if (!store.isAway(e)) { // else the log says why, and the next look finds what this one did not
            LOG.warn("could not {}; the next look is in a moment", what, e);
        }
    }

    private List<String> due(Handle tx) {
        Instant now = store.now(tx);
        return tx.createQuery(earliest)
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .list();
    }
}
