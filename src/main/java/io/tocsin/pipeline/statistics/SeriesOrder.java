package io.tocsin.pipeline.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What is asked of the statistics.
 *
 * @param by by what it is told apart
 * @param from begins with the hour that this is in
 * @param until ends before it; where it is in the middle of an hour, with that hour
 * @param step how long one step is
 * @param zone by whose clock days begin
 * @param names how many names at most: those of which there is most
 */
public record SeriesOrder(Dimension by, Instant from, Instant until, Step step, ZoneId zone, int names) {

    /** The longest that can be asked for: as long as statistics are kept. */
    public static final Duration LONGEST = DueHours.KEPT;

    public SeriesOrder {
        from = HourRange.of(from);
        Instant begun = HourRange.of(until);
        until = begun.equals(until) ? begun : begun.plus(HourRange.HOUR);
    }

    /** How many steps each name can have. */
    public long steps() {
        long hours = Duration.between(from, until).toHours();
        return switch (step) {
            case HOUR -> hours;
            case DAY -> hours / 24 + 2;
            case WEEK -> hours / 168 + 2;
        };
    }
}
