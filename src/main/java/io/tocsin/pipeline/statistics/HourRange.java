package io.tocsin.pipeline.statistics;

import io.tocsin.store.sql.Id;
import java.time.Duration;
import java.time.Instant;

/**
 * An hour, and where its rows are: ids begin with the time at which they were made, so that a range of ids has the rows of an hour,
 * which their own times then tell apart.
 *
 * @param from when it began
 * @param isRecent whether it is of the last hours: then everything that is newer is looked at, since where a clock was set back ids go on
 *     counting from the later time
 */
record HourRange(Instant from, boolean isRecent) {

    /** An hour's length. */
    static final Duration HOUR = Duration.ofHours(1);

    /** By how much ids are read beyond the hour on either side: a machine's clock and the store's may differ. */
    private static final Duration BESIDE = Duration.ofMinutes(10);

    /** What takes longer to arrive is found by an index of those alone, which says the same number. */
    static final Duration LATE = Duration.ofMinutes(10);

    /** The hour that a time is in. */
    static Instant of(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), HOUR.toSeconds()) * HOUR.toSeconds());
    }

    Instant until() {
        return from.plus(HOUR);
    }

    /** Sorts before the ids of what was made in it. */
    String firstId(Id kind) {
        return kind.before(from.minus(BESIDE));
    }

    /** The same of what may have been made before, and has come to an end in it without being late. */
    String firstIdThatEnds(Id kind) {
        return kind.before(from.minus(LATE).minus(BESIDE));
    }

    /** Sorts after the ids of what was made in it. */
    String endId(Id kind) {
        String end = kind.before(until().plus(BESIDE));
        return isRecent ? end.substring(0, end.indexOf('_') + 1) + "~" : end;
    }
}
