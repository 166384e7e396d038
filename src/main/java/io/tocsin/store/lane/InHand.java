package io.tocsin.store.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims of the rows that a lane has in hand, waiting or being worked on, which are renewed until they are settled. A hub
 * that dies or stands still renews nothing, and others take over.
 */
final class InHand<T> {

    private static final Logger LOG = LoggerFactory.getLogger(InHand.class);

    private final String lane;
    private final Renewal<T> renewal;
    private final Map<Claim, Held> held = new HashMap<>();
    private boolean renewing;

    private static final class Held {
        private final Instant since;
        private Instant renewedAt;
        private boolean lost;

        Held(Instant since) {
            this.since = since;
            this.renewedAt = since;
        }
    }

    InHand(String lane, Renewal<T> renewal) {
        this.lane = lane;
        this.renewal = renewal;
    }

    synchronized void take(T row) {
        held.put(renewal.claim().apply(row), new Held(renewal.clock().instant()));
    }

    synchronized void settle(T row) {
        held.remove(renewal.claim().apply(row));
    }

    /** All of them. */
    synchronized Set<Claim> claims() {
        return Set.copyOf(held.keySet());
    }

    /** Whether nobody else can have claimed it meanwhile. */
    synchronized boolean holds(T row) {
        Held mine = held.get(renewal.claim().apply(row));
        return mine != null && !mine.lost && age(mine.renewedAt).compareTo(renewal.lease()) < 0;
    }

    /** All of it may be somebody else's by now. */
    synchronized void lose() {
        held.values().forEach(mine -> mine.lost = true);
    }

    /** Renews what is due for it. */
    void renew() {
        List<Claim> due = takeDue();
        if (due.isEmpty()) {
            return;
        }
        Instant asked = renewal.clock().instant();
        renewal.renew()
                .apply(due)
                .whenComplete((still, failure) -> renewed(due, failure == null ? still : null, asked));
    }

    private synchronized List<Claim> takeDue() {
        List<Claim> due = new ArrayList<>();
        if (renewing) {
            return due;
        }
        held.forEach((claim, mine) -> {
            Duration age = age(mine.renewedAt);
            boolean old = age.compareTo(renewal.every()) >= 0 || age.isNegative(); // the clock was set back
            if (old && !mine.lost && mayGoOn(claim, mine)) {
                due.add(claim);
            }
        });
        renewing = !due.isEmpty();
        return due;
    }

    private boolean mayGoOn(Claim claim, Held mine) {
        if (age(mine.since).compareTo(renewal.longest()) < 0) {
            return true;
        }
        mine.lost = true;
        LOG.warn(
                "lane {} has had {} in hand for {} min, and keeps it no longer: it is due again, and what comes of this try"
                        + " may not count",
                lane,
                claim.id(),
                age(mine.since).toMinutes());
        return false;
    }

    /** @param still which of them were renewed; null where the store did not say, so that they are asked for again */
    private synchronized void renewed(List<Claim> asked, Set<Claim> still, Instant at) {
        renewing = false;
        if (still == null) {
            return;
        }
        for (Claim claim : asked) {
            Held mine = held.get(claim);
            if (mine != null && still.contains(claim)) {
                mine.renewedAt = at;
            } else if (mine != null) {
                mine.lost = true; // or it is being settled right now
            }
        }
    }

    private Duration age(Instant since) {
        return Duration.between(since, renewal.clock().instant());
    }
}
