package io.tocsin.store.lane;

import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what became due by time alone, for all lanes at once: one read beside the writer, which asks each lane's index
 * for its first entry, and wakes the lanes that have something due. So a lane for which nothing is due costs the writer
 * nothing, however many wait for later.
 *
 * <p>Before each look what is in hand is kept ({@link Renewal}), so that a hub that stood still does not claim what it is
 * still working on.
 */
public final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private final Store store;
    private final Lanes lanes;
    private final String earliest;

    /**
     * @param store where rows wait
     * @param lanes who works on them
     * @param tables all tables whose rows wait
     */
    public Poller(Store store, Lanes lanes, List<? extends ClaimTable> tables) {
        this.store = store;
        this.lanes = lanes;
        this.earliest = "SELECT lane FROM ("
                + tables.stream().map(ClaimTable::earliest).collect(Collectors.joining(" UNION ALL "))
                + ") AS earliest WHERE due <= :now";
    }

    /** One look. Blocks while the store is read; does not throw. */
    public void look() {
        try {
            lanes.keep();
            store.read(this::due).forEach(lanes::wake);
        } catch (RuntimeException e) {
            if (!store.isAway(e)) { // else the log says why, and the next look finds what this one did not
                LOG.warn("could not look for what is due; the next look is in a moment", e);
            }
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
