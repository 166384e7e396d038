package io.tocsin.pipeline.incident;

import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;

/** What people do about incidents. It blocks, and answers once the change is on disk. */
public final class Acts {

    private final Store store;
    private final Change<ActOrder, Acted> acting;
    private final Duration reopenAfter;

    /**
     * @param corridor where incidents stand
     * @param notifying whom to notify of what
     * @param reopenAfter what still fires so long after somebody resolved its incident is another one; zero is never
     */
    public Acts(Corridor corridor, Notifying notifying, Duration reopenAfter) {
        this.store = corridor.store();
        this.acting = new ActOnIncidents(corridor, notifying);
        this.reopenAfter = reopenAfter;
    }

    /** What still fires so long after somebody resolved its incident is another one; zero is never. */
    public Duration reopenAfter() {
        return reopenAfter;
    }

    /** Does it, if it is valid as the incident stands. */
    public Acted act(ActOrder order) {
        return store.submit(acting, order).join();
    }
}
