package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Silences;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The silences that are not over, in memory: asked of each alert whose rules look. A transaction that changes one sees it
 * changed at once, and so do those who look in the same transaction; everybody else does once it is on disk.
 */
public final class LiveSilences {

    /** For so long one that is over stays, so that a clock that is set back a little brings it back. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final AtomicReference<Silences> committed;
    private volatile Silences staged; // of the transaction that the committer's one thread is in
    private final List<UnaryOperator<Silences>> changes = new ArrayList<>(); // of that transaction, too

    private final ObjectMapper json;
    private final boolean isShared;
    private final String forShare;

    private LiveSilences(Silences silences, ObjectMapper json, Dialect dialect) {
        this.committed = new AtomicReference<>(silences);
        this.json = json;
        this.isShared = dialect.isRemote();
        this.forShare = dialect.forShare();
    }

    /** Reads them. */
    public static LiveSilences load(Store store, ObjectMapper json) {
        return store.read(tx ->
                new LiveSilences(Silences.of(SilenceTable.notOver(tx, json, store.now(tx))), json, store.dialect()));
    }

    /** As they are to everybody. */
    public Silences committed() {
        return committed.get();
    }

    /** As they are to a transaction that changes the store; called by the committer alone. */
    Silences within() {
        Silences changed = staged;
        return changed == null ? committed.get() : changed;
    }

    /** What keeps other hubs from changing what a decision goes by. */
    String forShare() {
        return forShare;
    }

    /**
     * The silence that hides an alert for longest. What another hub ended meanwhile does not: where there may be one, the store is
     * asked, and what it says is known from then on. No other hub changes it until the transaction is over: whoever ends it finds
     * what it held back here.
     */
    Optional<Silence> hiding(Handle tx, JsonNode alert, Instant now) {
        Optional<Silence> found = within().hiding(alert, now);
        while (isShared && found.isPresent()) {
            Silence known = found.get();
            Optional<Silence> stored = SilenceTable.find(tx, json, known.id(), forShare);
            if (stored.equals(found)) {
                break;
            }
            stored.ifPresentOrElse(silence -> stageWith(tx, silence), () -> stageWithout(tx, known.id()));
            found = within().hiding(alert, now);
        }
        return found;
    }

    /** Reads them anew, since another hub changed them. */
    public void reread(Store store) {
        reread(before -> store.read(tx -> Silences.of(SilenceTable.notOver(tx, json, store.now(tx)))));
    }

    /** @param reading what is in their place */
    void reread(UnaryOperator<Silences> reading) {
        Silences before;
        do {
            before = committed.get();
        } while (!committed.compareAndSet(before, reading.apply(before)));
    }

    /** Makes one that is new, or changed, visible to this transaction, and to all after it. */
    void stageWith(Handle tx, Silence silence) {
        long changed = silence.changedAt().toEpochMilli(); // as the store keeps it
        stage(
                tx,
                within().with(silence),
                all -> all.find(silence.id())
                                .filter(known -> known.changedAt().toEpochMilli() > changed)
                                .isPresent()
                        ? all
                        : all.with(silence));
    }

    /** The same of one that is over, or gone. */
    void stageWithout(Handle tx, String id) {
        stage(tx, within().without(id), all -> all.without(id));
    }

    /**
     * What is {@linkplain #reread read anew} while the transaction goes on stays: only what changed here is changed in it.
     *
     * @param next as they are to this transaction
     * @param change the same change of what they are to everybody once it is on disk
     */
    private void stage(Handle tx, Silences next, UnaryOperator<Silences> change) {
        if (staged == null) {
            tx.afterCommit(() -> {
                committed.updateAndGet(all -> {
                    Silences changed = all;
                    for (UnaryOperator<Silences> one : changes) {
                        changed = one.apply(changed);
                    }
                    return changed;
                });
                forgetStaged();
            });
            tx.afterRollback(this::forgetStaged);
        }
        staged = next;
        changes.add(change);
    }

    private void forgetStaged() {
        staged = null;
        changes.clear();
    }

    /** Indexes what changed since, where that is worth it; takes a moment where there are thousands. */
    void tidy() {
        Silences now = committed.get();
        if (now.isScattered()) {
            committed.compareAndSet(
                    now, now.compacted()); // where another change came between, the next one tries again
        }
    }

    /** Forgets those that are over by themselves; cheap where none is. To be called now and then. @param now the store's time */
    public void forgetOver(Instant now) {
        Silences all = committed.get();
        if (all.firstEnd().filter(end -> end.isBefore(now.minus(LATE))).isPresent()) {
            committed.compareAndSet(all, all.notOver(now.minus(LATE)));
        }
    }
}
