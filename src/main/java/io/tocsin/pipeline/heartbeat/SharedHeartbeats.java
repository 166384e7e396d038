package io.tocsin.pipeline.heartbeat;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.heartbeat.Renewal;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this hub remembers of alerts that are told again and again in step with the store, where other hubs hear their
 * repetitions, decide what they say and end them, too.
 *
 * <ul>
 *   <li>What this hub heard is in the store before the store would let the alert end, so that no other hub ends it.
 *   <li>What was decided elsewhere is found there: an alert that is over is news when it is told again.
 * </ul>
 *
 * <p>One read for some hundreds of alerts, of those only that were told since the last; no commit but for what would end.
 */
public final class SharedHeartbeats {

    /** How often alerts are looked at that would end soon. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** What would end within so much is written: by then it is certainly on disk, and hubs' clocks may differ a little. */
    private static final Duration AHEAD = Duration.ofSeconds(15);

    /** How often it is found out what became of alerts that this hub was told. */
    private static final Duration OFTEN = Duration.ofSeconds(20);

    /** Younger events are hardly decided yet. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** An event that is older is decided, or it waits behind so many that one more is no matter. */
    private static final Duration DECIDED = Duration.ofMinutes(1);

    private static final int MOST = 500;

    private static final Logger LOG = LoggerFactory.getLogger(SharedHeartbeats.class);

    private final Store store;
    private final Heartbeats heartbeats;
    private final Consumer<Map<AlertKey, Renewal>> renewals;
    private final InstantSource clock;
    private Instant renewedAt = Instant.EPOCH;
    private Instant foundAt = Instant.EPOCH;

    /**
     * @param store where alerts end
     * @param heartbeats what this hub was told
     * @param renewals writes that
     * @param clock the hub's
     */
    public SharedHeartbeats(
            Store store, Heartbeats heartbeats, Consumer<Map<AlertKey, Renewal>> renewals, InstantSource clock) {
        this.store = store;
        this.heartbeats = heartbeats;
        this.renewals = renewals;
        this.clock = clock;
    }

    /** To be called at each interval. Blocks while the store is read, now and then; does not throw. */
    public void look() {
        Instant now = clock.instant();
        if (isTime(renewedAt, SOON, now)) {
            renewedAt = now;
            renew(now);
        }
        if (isTime(foundAt, OFTEN, now)) {
            foundAt = now;
            try {
                find(now);
            } catch (RuntimeException e) {
                if (!store.isAway(e)) { // else the log says why
                    LOG.warn("could not look which alerts go on; the next look is in {} s", OFTEN.toSeconds(), e);
                }
            }
        }
    }

    /** Also where the clock was set back. */
    private static boolean isTime(Instant last, Duration after, Instant now) {
        return now.isBefore(last) || !now.isBefore(last.plus(after));
    }

    private void renew(Instant now) {
        Map<AlertKey, Renewal> ending = heartbeats.renewals(now.plus(AHEAD));
        parts(new ArrayList<>(ending.keySet())).forEach(part -> {
            Map<AlertKey, Renewal> renewed = new HashMap<>();
            part.forEach(alert -> renewed.put(alert, ending.get(alert)));
            renewals.accept(renewed);
        });
    }

    private void find(Instant now) {
        parts(new ArrayList<>(heartbeats.doubts(now.minus(SETTLED)))).forEach(part -> {
            Map<AlertKey, Instant> expiring = store.read(tx -> Expiring.of(tx, part));
            part.forEach(
                    alert -> heartbeats.found(alert, Optional.ofNullable(expiring.get(alert)), now.minus(DECIDED)));
        });
    }

    private static List<List<AlertKey>> parts(List<AlertKey> alerts) {
        List<List<AlertKey>> parts = new ArrayList<>();
        for (int from = 0; from < alerts.size(); from += MOST) {
            parts.add(alerts.subList(from, Math.min(from + MOST, alerts.size())));
        }
        return parts;
    }
}
