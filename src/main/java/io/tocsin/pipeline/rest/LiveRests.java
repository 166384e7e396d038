package io.tocsin.pipeline.rest;

import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Rest;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to be left alone, in memory, and the recipients with it. For many threads. */
public final class LiveRests {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRests.class);

    private final Store store;
    private final TakeRests taking = new TakeRests();
    private volatile List<Rest> all = List.of();
    private volatile Merged merged = new Merged(Recipients.none(), List.of(), Recipients.none());

    private record Merged(Recipients before, List<Rest> rests, Recipients both) {}

    /** Reads them. */
    public LiveRests(Store store) {
        this.store = store;
        reread();
    }

    /** Reads them anew, since this hub or another one changed them. One at a time: an older answer must not come late. */
    public synchronized void reread() {
        all = store.read(tx -> RestTable.all(tx, store.now(tx)));
    }

    /** The same recipients, who hear at some of their addresses only later. Cheap where neither changed since it was asked last. */
    public Recipients over(Recipients before) {
        Merged last = merged;
        List<Rest> rests = all;
        if (last.before != before || last.rests != rests) {
            last = new Merged(before, rests, before.resting(rests));
            merged = last;
        }
        return last.both;
    }

    /**
     * Leaves somebody alone, and answers once it is on disk; as a rule it counts on this hub by then, else from the next look on. Blocks.
     *
     * @return until when
     */
    public Instant take(RestOrder order) {
        Instant until = store.submit(taking, order).join();
        try {
            reread();
        } catch (RuntimeException unread) { // it is done: who is told otherwise does it twice
            LOG.warn(
                    "that {} wants to be left alone is not known here yet; the next look is in a moment",
                    order.person(),
                    unread);
        }
        return until;
    }
}
