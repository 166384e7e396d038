package io.tocsin.source;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all senders together who are not yet believed may have the hub keep in memory. Where a proof covers the body, the
 * body is there first, and anybody can send one.
 */
final class UnprovenBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    UnprovenBytes(long most) {
        this.most = most;
    }

    Share share() {
        return new Share();
    }

    /** What one request keeps. Of one event loop at a time. */
    final class Share {
        private long mine;

        /** False, and nothing is taken, where there is no room left. */
        boolean take(int bytes) {
            if (held.addAndGet(bytes) > most) {
                held.addAndGet(-bytes);
                return false;
            }
            mine += bytes;
            return true;
        }

        /** Its sender is believed, refused, or gone. */
        void giveBack() {
            held.addAndGet(-mine);
            mine = 0;
        }
    }
}
