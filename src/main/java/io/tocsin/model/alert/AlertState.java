package io.tocsin.model.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an alert stands: what was last believed of it, and what later words are held against.
 *
 * @param status firing or over
 * @param startsAt since when, as it is shown: of an episode the earliest
 * @param begin when its sender says that the live episode began, the earliest of what was told; empty where nobody said, and
 *     while it is over
 * @param toldAt when its sender said what stands, by the sender's clock
 * @param lastEnd the latest end of an episode that a sender told
 * @param endHeardAt when the hub heard of {@code lastEnd}, by the hub's clock
 * @param resolveAfter for how long it goes on without being told again; empty where silence means nothing, and while it is over
 */
public record AlertState(
        AlertStatus status,
        Instant startsAt,
        Optional<Instant> begin,
        Optional<Instant> toldAt,
        Optional<Instant> lastEnd,
        Optional<Instant> endHeardAt,
        Optional<Duration> resolveAfter) {

    /** Whether it goes on. */
    public boolean isFiring() {
        return status == AlertStatus.FIRING;
    }
}
