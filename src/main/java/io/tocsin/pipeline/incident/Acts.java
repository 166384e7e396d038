package io.tocsin.pipeline.incident;

import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What people do about incidents. It blocks, and answers once the change is on disk. */
public final class Acts {

    private final Store store;
    private final Change<ActOrder, Acted> acting;
    private final Change<String, String> taking = (tx, ids, now) -> {
        ids.stream().sorted().forEach(id -> TakenAnswers.isNew(tx, id, now));
        return ids;
    };
    private final Duration reopenAfter;

    /** Keeps a dead letter of each of those whom rules want told and who is not there. */
    @FunctionalInterface
    public interface NotTold {
        /** In the transaction that finds them missing. */
        void keep(Handle tx, List<IncidentBook.Unreached> unreached, Instant now);
    }

    /**
     * @param corridor where incidents stand
     * @param notifying whom to notify of what
     * @param reopenAfter what still fires so long after somebody resolved its incident is another one; zero is never
     * @param notTold what becomes of those who can't be notified of what was due when somebody acted
     */
    public Acts(Corridor corridor, Notifying notifying, Duration reopenAfter, NotTold notTold) {
        this.store = corridor.store();
        this.acting = new ActOnIncidents(corridor, notifying, notTold);
        this.reopenAfter = reopenAfter;
    }

    /** What still fires so long after somebody resolved its incident is another one; zero is never. */
    public Duration reopenAfter() {
        return reopenAfter;
    }

    /** Whether something was done under this id of a provider's. Blocks. */
    public boolean wasTaken(String once) {
        return store.read(tx -> TakenAnswers.has(tx, once));
    }

    /** Keeps that something came under this id of a provider's, where it was left as it is. Blocks. */
    public void keepTaken(String once) {
        store.submit(taking, once).join();
    }

    /** Does it, if it is valid as the incident stands. */
    public Acted act(ActOrder order) {
        return store.submit(acting, order).join();
    }
}
