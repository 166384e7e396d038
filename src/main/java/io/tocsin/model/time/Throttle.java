package io.tocsin.model.time;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Lets one through in each span and counts what it holds back, so that nothing that repeats fills a log. For any thread. */
public final class Throttle {
    private final LongSupplier nanos;
    private final long span;
    private long last;
    private long heldBack;

    /**
     * @param span how long it holds back after one that it let through
     * @param nanos monotonic time
     */
    public Throttle(Duration span, LongSupplier nanos) {
        this.nanos = nanos;
        this.span = span.toNanos();
        this.last = nanos.getAsLong() - this.span;
    }

    /** How many were held back since the last one that went through; empty where this one is held back, too. */
    public synchronized OptionalLong pass() {
        long now = nanos.getAsLong();
        if (now - last < span) {
            heldBack++;
            return OptionalLong.empty();
        }
        last = now;
        long before = heldBack;
        heldBack = 0;
        return OptionalLong.of(before);
    }
}
