package io.tocsin.pipeline.schedule;

import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.store.sql.Store;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has hand-overs looked at anew where somebody else may be on call by now: files were edited, somebody made or ended an override, a calendar was
 * read. At a start, too.
 *
 * <p>Each of several hubs does, once it knows itself: another one that looked before it knew put the next look off to when hands would have been
 * changed.
 */
public final class FollowShifts implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowShifts.class);

    private final Store store;
    private final Supplier<Recipients> recipients;
    private final BooleanSupplier mayDecide;
    private Recipients taken;

    /**
     * @param recipients with schedules as they are now, the same object while nothing changed
     * @param mayDecide whether this hub goes by the files that all go by
     */
    public FollowShifts(Store store, Supplier<Recipients> recipients, BooleanSupplier mayDecide) {
        this.store = store;
        this.recipients = recipients;
        this.mayDecide = mayDecide;
    }

    /** Looks whether something changed. Blocks while there is something to do; does not throw; one at a time. */
    @Override
    public void run() {
        try {
            Recipients now = recipients.get();
            if (now == taken || !mayDecide.getAsBoolean()) {
                return;
            }
            List<String> names = now.schedules().stream()
                    .filter(schedule -> schedule.handover().isPresent())
                    .map(Schedule::name)
                    .toList();
            store.submit(ShiftsSeen.FOLLOWING, names).join();
            taken = now;
        } catch (RuntimeException away) {
            if (!store.isAway(away)) {
                LOG.warn("hand-overs could not be looked at anew; the next try is in a moment", away);
            }
        }
    }
}
