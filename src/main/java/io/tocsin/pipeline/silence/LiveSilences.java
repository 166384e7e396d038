package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Silences;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The silences that are not over, in memory: asked of each alert whose rules look. A transaction that changes one sees it
 * changed at once, and so do those who look in the same transaction; everybody else does once it is on disk.
 */
public final class LiveSilences {

    /** For so long one that is over stays, so that a clock that is set back a little brings it back. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Staged<Silences> all;
    private final ObjectMapper json;
    private final boolean isShared;
    private final String forShare;

    private LiveSilences(Silences silences, ObjectMapper json, Dialect dialect) {
        this.all = new Staged<>(silences);
        this.json = json;
        this.isShared = dialect.isRemote();
        this.forShare = dialect.forShare();
    }

    /** Reads them. */
    public static LiveSilences load(Store store, ObjectMapper json) {
        return store.read(tx ->
                new LiveSilences(Silences.of(SilenceTable.notOver(tx, json, store.now(tx))), json, store.dialect()));
    }

    /** Those that were not over at a time, as a store has them now. */
    public static Silences since(Handle snapshot, ObjectMapper json, Instant time) {
        return Silences.of(SilenceTable.notOver(snapshot, json, time));
    }

    /** As they are to everybody. */
    public Silences committed() {
        return all.committed();
    }

    /** As they are to a transaction that changes the store; called by the committer alone. */
    Silences within() {
        return all.within();
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
            Optional<Silence> stored =
                    SilenceTable.find(tx, json, known.id(), forShare).map(SilenceTable.Versioned::silence);
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
        all.reread(reading);
    }

    /**
     * Makes one that is new, or changed, visible to this transaction, and to all after it. What another hub changed later may be known
     * already; where there is no other hub, a clock that was set back must not make it so.
     */
    void stageWith(Handle tx, Silence silence) {
        long changed = silence.changedAt().toEpochMilli(); // as the store keeps it
        all.stage(
                tx,
                within().with(silence),
                known -> known.find(silence.id())
                                .filter(one -> isShared && one.changedAt().toEpochMilli() > changed)
                                .isPresent()
                        ? known
                        : known.with(silence));
    }

    /** The same of one that is over, or gone. */
    void stageWithout(Handle tx, String id) {
        all.stage(tx, within().without(id), known -> known.without(id));
    }

    /** Indexes what changed since, where that is worth it; takes a moment where there are thousands. */
    void tidy() {
        Silences now = committed();
        if (now.isScattered()) {
            all.replace(now, now.compacted()); // where another change came between, the next one tries again
        }
    }

    /** Forgets those that are over by themselves; cheap where none is. To be called now and then. @param now the store's time */
    public void forgetOver(Instant now) {
        Silences known = committed();
        if (known.firstEnd().filter(end -> end.isBefore(now.minus(LATE))).isPresent()) {
            all.replace(known, known.notOver(now.minus(LATE)));
        }
    }
}
