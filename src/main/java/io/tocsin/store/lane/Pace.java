package io.tocsin.store.lane;

import java.time.Duration;
import java.time.Instant;

/** How many rows a lane did in the last second or two. */
final class Pace {

    private static final Duration SPAN = Duration.ofSeconds(1);

    private Instant since = Instant.EPOCH;
    private int before;
    private int now;

    /** One more is done. */
    void count(Instant at) {
        roll(at);
        now++;
    }

    /** How many were done in the last second that is over, or so far in this one. */
    int lately(Instant at) {
        roll(at);
        return Math.max(before, now);
    }

    private void roll(Instant at) {
        Duration passed = Duration.between(since, at);
        if (passed.compareTo(SPAN) >= 0 || passed.isNegative()) { // negative: the clock was set back
            before = passed.compareTo(SPAN.multipliedBy(2)) < 0 && !passed.isNegative() ? now : 0;
            now = 0;
            since = at;
        }
    }
}
