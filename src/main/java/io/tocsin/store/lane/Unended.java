package io.tocsin.store.lane;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What was begun and has not ended well since: what hangs, and what fails each time. */
final class Unended {

    private final LongSupplier nanos;
    private final Map<String, Long> since = new ConcurrentHashMap<>();

    /** @param nanos monotonic time */
    Unended(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** It is begun; where it was before and did not end well, it has not ended since then. */
    void begin(String name) {
        since.putIfAbsent(name, nanos.getAsLong());
    }

    /** It has not ended, and does not hang. */
    void goesOn(String name) {
        since.put(name, nanos.getAsLong());
    }

    /** It has ended well. */
    void ended(String name) {
        since.remove(name);
    }

    /** Forgets all others: nobody waits for what is not due any more. */
    void keep(Predicate<String> names) {
        since.keySet().removeIf(names.negate());
    }

    boolean isAnyOlderThan(Duration longest) {
        long now = nanos.getAsLong();
        return since.values().stream().anyMatch(begun -> now - begun > longest.toNanos());
    }
}
