package io.tocsin.pipeline.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which hour is to be made now. Each is made while it runs, so that people see it; once more when it is over; and again while events of it
 * are not decided. What was never made, because no hub ran, is made first.
 *
 * @param keep how long the rows are kept that hours are made of: an older hour is never made anew, since some of it may be gone
 */
record DueHours(Duration keep) {

    /** How long statistics are kept: 13 months. */
    static final Duration KEPT = Duration.ofDays(400);

    /** What happened at the end of an hour is in the store by then. */
    static final Duration GRACE = Duration.ofMinutes(2);

    /** How often the hour that runs is made, where that costs little. */
    static final Duration OFTEN = Duration.ofMinutes(5);

    /** How often one is made of which events are not decided, and for how long. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * The first of those that are due.
     *
     * @param made what was made that may have to be made again, in any order: all hours that were not over then, those with events that
     *     were not decided, and the newest up to now
     * @param oldest when the first thing happened that the store knows; asked only where nothing was ever made
     * @param often how often the hour that runs is made
     */
    Optional<Instant> next(Collection<MadeRow> made, Supplier<Instant> oldest, Duration often, Instant now) {
        Instant running = HourRange.of(now);
        Optional<Instant> last = made.stream()
                .map(MadeRow::hour)
                .filter(hour -> !hour.isAfter(running))
                .max(Comparator.naturalOrder());
        Instant missing = last.map(hour -> hour.plus(HourRange.HOUR)).orElseGet(() -> first(oldest.get(), now));
        Stream<Instant> again = made.stream()
                .filter(row -> row.hour().equals(running) ? isOld(row, often, now) : isUnfinished(row, now))
                .map(MadeRow::hour);
        return Stream.concat(again, Stream.of(missing).filter(hour -> !hour.isAfter(running)))
                .min(Comparator.naturalOrder());
    }

    /** Whether what was made of the hour that runs is old, or of another time than now is after a clock was set. */
    private static boolean isOld(MadeRow row, Duration often, Instant now) {
        return Duration.between(row.madeAt(), now).abs().compareTo(often) >= 0;
    }

    private boolean isUnfinished(MadeRow row, Instant now) {
        Instant end = row.hour().plus(HourRange.HOUR).plus(GRACE);
        if (end.isAfter(now) || row.hour().isBefore(now.minus(keep))) {
            return false;
        }
        boolean waits = row.undecided() > 0
                && !row.madeAt().isAfter(now.minus(AGAIN))
                && row.madeAt().isBefore(row.hour().plus(HourRange.HOUR).plus(LONGEST));
        return row.madeAt().isBefore(end) || waits;
    }

    private static Instant first(Instant oldest, Instant now) {
        Instant bound = now.minus(KEPT);
        Instant running = HourRange.of(now);
        Instant first = HourRange.of(oldest.isBefore(bound) ? bound : oldest);
        return first.isAfter(running) ? running : first;
    }
}
