package io.tocsin.model.heartbeat;

import io.tocsin.model.alert.AlertKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * What was last said of the alerts that are told again and again, by their key: what is only repeated costs a look into this
 * memory and no write. It decides nothing. When an alert is over is a column of the store ({@code expires_at}), which is
 * {@linkplain #renewal renewed} once less than half of the time is left.
 *
 * <p>Where other hubs may hear the next repetition, or decide what this one heard, the memory is {@linkplain #doubts compared} with
 * the store now and then, and what this hub heard is in the store {@linkplain #renewals before} another would end the alert.
 *
 * <p>After a restart it is empty: each alert's first repetition is then an event once more, which the ledger counts as the
 * duplicate that it is. Of the alerts beyond a limit nothing is remembered, so that each repetition is news.
 */
public final class Heartbeats {
    /**
     * How long words that changed, such as a measured value in an annotation, may wait until they are stored: senders
     * that write the value into each repetition would else make an event of each. An earlier begin does not wait: each of a pair of
     * senders says one, so that it comes once or twice.
     */
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** How much later than told an alert may be over by the store: what is said in seconds is no nearer. */
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** Some 100 MB, with key and digest. */
    private static final int LIMIT = 200_000;

    private final Map<AlertKey, Entry> entries = new ConcurrentHashMap<>();

    private final int limit;

    /**
     * @param last what was said
     * @param storedAt when that was stored as an event
     * @param kept until when the alert goes on by the store; empty until it is known to be decided
     * @param doubt whether it was told since the store was last heard of
     * @param nearer whether its sender brought its end nearer, and the store does not know yet
     * @param renewing whether that is being written
     */
    private record Entry(
            Heartbeat last, Instant storedAt, Optional<Instant> kept, boolean doubt, boolean nearer, boolean renewing) {

        Entry toldUntil(Instant until) {
            boolean brought = until.plus(CLOSE).isBefore(last.until());
            return new Entry(last.until(until), storedAt, kept, true, nearer || brought, renewing);
        }

        Entry keptUntil(Optional<Instant> until) {
            return new Entry(last, storedAt, until, false, nearer, false);
        }

        Entry beingWritten() {
            return new Entry(last, storedAt, kept, doubt, false, true);
        }

        Entry notWritten(boolean wasNearer) {
            return new Entry(last, storedAt, kept, doubt, nearer || wasNearer, false);
        }

        Entry moved(Duration by) {
            return new Entry(
                    last.until(last.until().plus(by)),
                    storedAt.plus(by),
                    kept.map(until -> until.plus(by)),
                    doubt,
                    nearer,
                    renewing);
        }

        /** Told again for longer than the store knows, while that is known. */
        boolean canBeRenewed() {
            return last.firing() && !renewing && kept.isPresent();
        }

        boolean hasLessThanHalf(Instant now) {
            return Duration.between(now, kept.orElseThrow())
                            .multipliedBy(2)
                            .compareTo(Duration.between(now, last.until()))
                    < 0;
        }

        boolean endsInTheStoreBefore(Instant time) {
            return kept.orElseThrow().isBefore(time)
                    && kept.orElseThrow().plus(CLOSE).isBefore(last.until());
        }
    }

    /** Remembers up to 200,000 alerts. */
    public Heartbeats() {
        this(LIMIT);
    }

    /** @param limit of how many alerts it is remembered what they said */
    Heartbeats(int limit) {
        this.limit = limit;
    }

    /**
     * Whether this says nothing new; if so, its end counts from now on, be it later or nearer.
     *
     * @param alert which
     * @param now when it was said
     */
    public boolean repeats(AlertKey alert, Heartbeat heartbeat, Instant now) {
        AtomicBoolean repeats = new AtomicBoolean();
        entries.computeIfPresent(alert, (same, entry) -> {
            repeats.set(isRepetition(entry, heartbeat, now));
            return repeats.get() ? entry.toldUntil(heartbeat.until()) : entry;
        });
        return repeats.get();
    }

    /**
     * Until when the store should let it go on, where that is time to be written: less than half of the time is left there, or
     * its sender brought it nearer. Given once, until it {@linkplain #stands stands} there or {@linkplain #unwritten does not}.
     */
    public Optional<Renewal> renewal(AlertKey alert, Instant now) {
        return take(alert, entry -> entry.nearer || entry.hasLessThanHalf(now));
    }

    /**
     * All that the store would let end before that time, though it was told for longer: another hub does not know that. Given once, as
     * a {@link #renewal} is.
     */
    public Map<AlertKey, Renewal> renewals(Instant before) {
        Map<AlertKey, Renewal> renewals = new HashMap<>();
        entries.forEach((alert, seen) -> {
            if (seen.canBeRenewed() && seen.endsInTheStoreBefore(before)) {
                take(alert, entry -> entry.endsInTheStoreBefore(before))
                        .ifPresent(renewal -> renewals.put(alert, renewal));
            }
        });
        return renewals;
    }

    private Optional<Renewal> take(AlertKey alert, Predicate<Entry> wants) {
        AtomicReference<Renewal> renewal = new AtomicReference<>();
        entries.computeIfPresent(alert, (same, entry) -> {
            if (!entry.canBeRenewed() || !wants.test(entry)) {
                return entry;
            }
            renewal.set(new Renewal(entry.last.until(), entry.nearer));
            return entry.beingWritten();
        });
        return Optional.ofNullable(renewal.get());
    }

    /** A renewal could not be written now: it is given again with the next word. */
    public void unwritten(AlertKey alert, Renewal renewal) {
        entries.computeIfPresent(alert, (same, entry) -> entry.notWritten(renewal.isNearer()));
    }

    /**
     * The firing alerts that were told since the store was last heard of: whether they go on there another hub may have decided.
     * Those told as an event after {@code settled} are left out, which may not be decided yet.
     */
    public Set<AlertKey> doubts(Instant settled) {
        Set<AlertKey> doubts = new HashSet<>();
        entries.forEach((alert, entry) -> {
            if (entry.doubt && entry.last.firing() && !entry.renewing && !entry.storedAt.isAfter(settled)) {
                doubts.add(alert);
            }
        });
        return doubts;
    }

    /**
     * What the store holds of an alert of which there was {@linkplain #doubts doubt}. Where it holds no such alert that goes on, and this
     * hub knew of one, or its event must be decided by now, the next word is news.
     *
     * @param expiresAt when it is over if nobody tells it again; empty where it is over, or not decided yet
     * @param decided events that were stored by then are decided by now
     */
    public void found(AlertKey alert, Optional<Instant> expiresAt, Instant decided) {
        entries.computeIfPresent(alert, (same, entry) -> {
            if (expiresAt.isPresent() || entry.renewing || !entry.last.firing()) {
                return expiresAt.isPresent() ? entry.keptUntil(expiresAt) : entry;
            }
            return entry.kept.isPresent() || entry.storedAt.isBefore(decided) ? null : entry;
        });
    }

    /** Remembers what was said and is stored now as an event: the sender's last word. */
    public void told(AlertKey alert, Heartbeat heartbeat, Instant now) {
        entries.compute(
                alert,
                (same, entry) -> entry == null && entries.size() >= limit
                        ? null
                        : entry == null
                                ? new Entry(heartbeat, now, Optional.empty(), true, false, false)
                                : new Entry(heartbeat.sinceAtLatest(entry.last), now, entry.kept, true, false, false));
    }

    /**
     * What the store holds of it since a commit. Where that is not what was said of it last, the next word is news.
     *
     * @param expiresAt when it is over if nobody tells it again; empty where it is over, or silence means nothing
     */
    public void stands(AlertKey alert, Optional<Instant> expiresAt) {
        entries.computeIfPresent(
                alert,
                (same, entry) -> entry.last.firing() == expiresAt.isPresent() ? entry.keptUntil(expiresAt) : null);
    }

    /** What was said of it last does not count: the next word is news. */
    public void forget(AlertKey alert) {
        entries.remove(alert);
    }

    /** Until when a firing alert goes on as it was told last, whatever the store knows of that by now. */
    public Optional<Instant> until(AlertKey alert) {
        return Optional.ofNullable(entries.get(alert))
                .map(Entry::last)
                .filter(Heartbeat::firing)
                .map(Heartbeat::until);
    }

    /** Forgets what holds no longer. */
    public void tidy(Instant now) {
        entries.values().removeIf(entry -> !entry.last.until().isAfter(now));
    }

    /**
     * Puts every end off by so much, or brings it nearer: the clock shows so much more than the hub lived through, and nobody
     * could tell it meanwhile.
     */
    public void move(Duration by) {
        entries.replaceAll((alert, entry) -> entry.moved(by));
    }

    /** How many alerts are remembered. */
    public int size() {
        return entries.size();
    }

    private static boolean isRepetition(Entry entry, Heartbeat heartbeat, Instant now) {
        if (entry.last.firing() != heartbeat.firing() || !entry.last.until().isAfter(now)) {
            return false;
        }
        return entry.last.content().equals(heartbeat.content())
                || heartbeat.firing()
                        && !heartbeat.beganBefore(entry.last)
                        && Duration.between(entry.storedAt, now).compareTo(FRESH) < 0;
    }
}
