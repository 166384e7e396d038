package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Silences;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/**
 * The silences that are not over, in memory: asked of each alert whose rules look. A transaction that changes one sees it
 * changed at once, and so do those who look in the same transaction; everybody else does once it is on disk.
 */
public final class LiveSilences {

    private final AtomicReference<Silences> committed;
    private volatile Silences staged; // of the transaction that the committer's one thread is in

    private final ObjectMapper json;
    private final boolean isShared;

    private LiveSilences(Silences silences, ObjectMapper json, boolean isShared) {
        this.committed = new AtomicReference<>(silences);
        this.json = json;
        this.isShared = isShared;
    }

    /** Reads them. */
    public static LiveSilences load(Store store, ObjectMapper json) {
        return store.read(tx -> new LiveSilences(
                Silences.of(SilenceTable.notOver(tx, json, store.now(tx))),
                json,
                store.dialect().isRemote()));
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

    /**
     * The silence that hides an alert for longest. What another hub ended meanwhile does not: where there may be one, the store is
     * asked, and what it says is known from then on.
     */
    Optional<Silence> hiding(Handle tx, JsonNode alert, Instant now) {
        Optional<Silence> found = within().hiding(alert, now);
        while (isShared && found.isPresent()) {
            Silence known = found.get();
            Optional<Silence> stored = SilenceTable.find(tx, json, known.id());
            if (stored.equals(found)) {
                break;
            }
            stage(tx, stored.map(within()::with).orElseGet(() -> within().without(known.id())));
            found = within().hiding(alert, now);
        }
        return found;
    }

    /** Reads them anew, since another hub changed them. */
    public void reread(Store store) {
        Silences before;
        do {
            before = committed.get();
        } while (!committed.compareAndSet(
                before, store.read(tx -> Silences.of(SilenceTable.notOver(tx, json, store.now(tx))))));
    }

    /** Makes a change visible to this transaction, and to all after it. */
    void stage(Handle tx, Silences changed) {
        if (staged == null) {
            tx.afterCommit(() -> {
                committed.set(staged);
                staged = null;
            });
            tx.afterRollback(() -> staged = null);
        }
        staged = changed;
    }

    /** Indexes what changed since, where that is worth it; takes a moment where there are thousands. */
    void tidy() {
        Silences now = committed.get();
        if (now.isScattered()) {
            committed.compareAndSet(
                    now, now.compacted()); // where another change came between, the next one tries again
        }
    }
}
