package io.tocsin.source.sqs;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long to leave the store alone after failures: 1 s, then twice as long each time, at most 30 s. */
final class StorePause {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier nanos;
    private long length;
    private long began;

    StorePause(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized boolean isOn() {
        return length > 0 && nanos.getAsLong() - began < length;
    }

    /** The failures of one batch come together and lengthen the pause once. */
    synchronized void failed() {
        if (!isOn()) {
            length = length == 0 ? FIRST : Math.min(LONGEST, length * 2);
            began = nanos.getAsLong();
        }
    }

    synchronized void succeeded() {
        if (!isOn()) {
            length = 0;
        }
    }
}
