package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.PlannedWindow;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The windows that people made and that are not over, in memory: asked of each alert whose rules look. */
public final class LiveWindows {

    /** For so long one that is over stays, so that a clock that is set back a little brings it back. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Staged<PlannedWindows> all;
    private final ObjectMapper json;
    private final boolean isShared;
    private final String forShare;

    private LiveWindows(PlannedWindows windows, ObjectMapper json, Dialect dialect) {
        this.all = new Staged<>(windows);
        this.json = json;
        this.isShared = dialect.isRemote();
        this.forShare = dialect.forShare();
    }

    /** Reads them. */
    public static LiveWindows load(Store store, ObjectMapper json) {
        return store.read(tx -> new LiveWindows(
                PlannedWindows.of(WindowTable.notOver(tx, json, store.now(tx))), json, store.dialect()));
    }

    /** Those that were not over at a time, as a store has them now. */
    public static PlannedWindows since(Handle snapshot, ObjectMapper json, Instant time) {
        return PlannedWindows.of(WindowTable.notOver(snapshot, json, time));
    }

    /** As they are to everybody. */
    public PlannedWindows committed() {
        return all.committed();
    }

    /** As they are to a transaction that changes the store; called by the committer alone. */
    PlannedWindows within() {
        return all.within();
    }

    /** The same beside the writer. */
    Optional<Hold> beside(JsonNode alert, Instant now) {
        return committed().hiding(alert, now).map(PlannedWindows.Hiding::hold);
    }

    /**
     * What the window that hides an alert for longest holds. One that another hub ended meanwhile does not: where there may be one, the store
     * is asked, and no other hub changes it until the transaction is over.
     */
    Optional<Hold> hold(Handle tx, JsonNode alert, Instant now) {
        Optional<PlannedWindows.Hiding> found = within().hiding(alert, now);
        while (isShared && found.isPresent()) {
            String id = found.get().window().id();
            Optional<PlannedWindow> stored = WindowTable.find(tx, json, id, forShare);
            if (stored.flatMap(window -> window.hold(now)).isPresent()) {
                break;
            }
            stageWithout(tx, id);
            found = within().hiding(alert, now);
        }
        return found.map(PlannedWindows.Hiding::hold);
    }

    /** Reads them anew, since another hub changed them. */
    public void reread(Store store) {
        all.reread(before -> store.read(tx -> PlannedWindows.of(WindowTable.notOver(tx, json, store.now(tx)))));
    }

    /** Makes one that is new visible to this transaction, and to all after it. */
    void stageWith(Handle tx, PlannedWindow window) {
        all.stage(tx, within().with(window), known -> known.with(window));
    }

    /** The same of one that is over. */
    void stageWithout(Handle tx, String id) {
        all.stage(tx, within().without(id), known -> known.without(id));
    }

    /** Indexes what changed since, where that is worth it. */
    void tidy() {
        PlannedWindows now = committed();
        if (now.isScattered()) {
            all.replace(now, now.compacted()); // where another change came between, the next one tries again
        }
    }

    /** Forgets those that are over by themselves; cheap where none is. To be called now and then. @param now the store's time */
    public void forgetOver(Instant now) {
        PlannedWindows known = committed();
        all.replace(known, known.notOver(now.minus(LATE)));
    }
}
