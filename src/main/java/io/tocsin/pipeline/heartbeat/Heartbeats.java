package io.tocsin.pipeline.heartbeat;

import io.tocsin.model.alert.AlertKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The alerts that are told again and again, by their key. What is only repeated costs a look into this memory and no
 * write; what stops being repeated is {@link #overdue}.
 *
 * <p>After a restart it is empty: each alert's first repetition is then an event once more, which the ledger drops as the
 * duplicate that it is, and the store tells which alerts to {@link #expect}.
 *
 * <p>Of the alerts beyond a limit no words are remembered, so that each repetition is news; but one that a decision
 * {@link #expect expects} is remembered beyond it too, because it would never end: the store, which has a row of each,
 * bounds those.
 */
public final class Heartbeats {
    /**
     * How long words that changed, such as a measured value in an annotation, may wait until they are stored: senders
     * that write the value into each repetition would else make an event of each.
     */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private static final String UNKNOWN = "";

    /** Some 100 MB, with key and digest. */
    private static final int LIMIT = 200_000;

    private final Map<AlertKey, Entry> entries = new ConcurrentHashMap<>();

    private final int limit;

    private record Entry(Heartbeat last, Instant storedAt) {}

    /** Remembers up to 200,000 alerts, and all that go on. */
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
            return repeats.get() ? new Entry(entry.last.until(heartbeat.until()), entry.storedAt) : entry;
        });
        return repeats.get();
    }

    /** Remembers what was said and is stored now: the sender's last word, whatever was expected. */
    public void told(AlertKey alert, Heartbeat heartbeat, Instant now) {
        entries.compute(
                alert, (same, entry) -> entry == null && entries.size() >= limit ? null : new Entry(heartbeat, now));
    }

    /** An alert that goes on has to be told again until then, or until later if its sender said so meanwhile. */
    public void expect(AlertKey alert, Instant until) {
        entries.compute(
                alert,
                (same, entry) -> entry == null || !entry.last.firing()
                        ? new Entry(new Heartbeat(UNKNOWN, true, until), Instant.MIN)
                        : new Entry(entry.last.notBefore(until), entry.storedAt));
    }

    /** An alert that is over, by whichever way that was learnt, need not be told again. */
    public void over(AlertKey alert) {
        entries.computeIfPresent(alert, (same, entry) -> entry.last.firing() ? null : entry);
    }

    /** What was said of it last does not count: the next word is news. */
    public void forget(AlertKey alert) {
        entries.remove(alert);
    }

    /** Forgets, and gives, the firing alerts that were not told again in time, with the end of that time. */
    public Map<AlertKey, Instant> overdue(Instant now) {
        Map<AlertKey, Instant> overdue = new HashMap<>();
        entries.keySet()
                .forEach(alert -> entries.computeIfPresent(alert, (same, entry) -> {
                    if (entry.last.until().isAfter(now)) {
                        return entry;
                    }
                    if (entry.last.firing()) {
                        overdue.put(alert, entry.last.until());
                    }
                    return null;
                }));
        return overdue;
    }

    /**
     * Puts every end off by so much, or brings it nearer: the clock shows so much more than the hub lived through, and nobody
     * could tell it meanwhile.
     */
    public void move(Duration by) {
        entries.replaceAll((alert, entry) -> new Entry(
                entry.last.until(entry.last.until().plus(by)),
                entry.storedAt.equals(Instant.MIN) ? entry.storedAt : entry.storedAt.plus(by)));
    }

    /** How many alerts are remembered. */
    public int size() {
        return entries.size();
    }

    private static boolean isRepetition(Entry entry, Heartbeat heartbeat, Instant now) {
        if (entry.last.firing() != heartbeat.firing()
                || entry.last.content().equals(UNKNOWN)
                || !entry.last.until().isAfter(now)) {
            return false;
        }
        return entry.last.content().equals(heartbeat.content())
                || heartbeat.firing() && Duration.between(entry.storedAt, now).compareTo(FRESH) < 0;
    }
}
