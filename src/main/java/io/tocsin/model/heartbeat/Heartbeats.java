package io.tocsin.model.heartbeat;

import io.tocsin.model.alert.AlertKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was last said of the alerts that are told again and again, by their key: what is only repeated costs a look into this
 * memory and no write. It decides nothing. When an alert is over is a column of the store ({@code expires_at}), which is
 * {@linkplain #renewal renewed} once less than half of the time is left.
 *
 * <p>After a restart it is empty: each alert's first repetition is then an event once more, which the ledger counts as the
 * duplicate that it is. Of the alerts beyond a limit nothing is remembered, so that each repetition is news.
 */
public final class Heartbeats {
    /**
     * How long words that changed, such as a measured value in an annotation, may wait until they are stored: senders
     * that write the value into each repetition would else make an event of each.
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
     * @param kept until when the alert goes on by the store; empty until it is known to be decided, and while it is renewed
     */
    private record Entry(Heartbeat last, Instant storedAt, Optional<Instant> kept) {

        Entry keptUntil(Optional<Instant> until) {
            return new Entry(last, storedAt, until);
        }

        boolean wantsRenewal(Instant now) {
            return last.firing()
                    && kept.map(until -> until.isAfter(last.until().plus(CLOSE))
                                    || Duration.between(now, until)
                                                    .multipliedBy(2)
                                                    .compareTo(Duration.between(now, last.until()))
                                            < 0)
                            .orElse(false);
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
            return repeats.get() ? new Entry(entry.last.until(heartbeat.until()), entry.storedAt, entry.kept) : entry;
        });
        return repeats.get();
    }

    /**
     * Until when the store should let it go on, where that is time to be written: less than half of the time is left there, or
     * it was brought nearer. Given once, until it {@linkplain #stands stands} there again.
     */
    public Optional<Instant> renewal(AlertKey alert, Instant now) {
        AtomicReference<Instant> until = new AtomicReference<>();
        entries.computeIfPresent(alert, (same, entry) -> {
            if (!entry.wantsRenewal(now)) {
                return entry;
            }
            until.set(entry.last.until());
            return entry.keptUntil(Optional.empty());
        });
        return Optional.ofNullable(until.get());
    }

    /** Remembers what was said and is stored now as an event: the sender's last word. */
    public void told(AlertKey alert, Heartbeat heartbeat, Instant now) {
        entries.compute(
                alert,
                (same, entry) -> entry == null && entries.size() >= limit
                        ? null
                        : new Entry(heartbeat, now, entry == null ? Optional.empty() : entry.kept));
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
        entries.replaceAll((alert, entry) -> new Entry(
                entry.last.until(entry.last.until().plus(by)),
                entry.storedAt.plus(by),
                entry.kept.map(until -> until.plus(by))));
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
                || heartbeat.firing() && Duration.between(entry.storedAt, now).compareTo(FRESH) < 0;
    }
}
