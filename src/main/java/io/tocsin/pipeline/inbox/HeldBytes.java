package io.tocsin.pipeline.inbox;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How large the events are, all together, that the decide stage has in hand: an event of 4 MiB costs the heap many times
 * that while it is decided, and hundreds may be in hand.
 */
final class HeldBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most characters of all bodies together; one event is taken all the same, however large */
    HeldBytes(long most) {
        this.most = most;
    }

    /** How much may be added; 0 while there is no room. */
    long left() {
        return Math.max(0, most - held.get());
    }

    boolean hasRoom() {
        return left() > 0;
    }

    void add(String body) {
        held.addAndGet(body.length());
    }

    void remove(String body) {
        held.addAndGet(-body.length());
    }

    /** Nothing is in hand. */
    void clear() {
        held.set(0);
    }
}
