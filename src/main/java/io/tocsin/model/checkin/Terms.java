package io.tocsin.model.checkin;

import java.time.Duration;

/**
 * In what time somebody has to report.
 *
 * @param every how far two reports are apart at most, 10 s to 366 days
 * @param grace how much longer is waited, from 0 to 366 days
 */
public record Terms(Duration every, Duration grace) {

    /** Reports that come so soon after one that is written need not be written at once. */
    private static final Duration MOST_SLACK = Duration.ofMinutes(1);

    private static final int PART = 10;

    private static final Duration LEAST_GRACE = Duration.ofSeconds(30);

    /** More than an hour: what runs at three each night reports after 25 hours where clocks are put back. */
    private static final Duration MOST_GRACE = Duration.ofHours(2);

    /** Those of an entry that says nothing of grace: a tenth of the time between reports, from 30 s to two hours. */
    public static Terms of(Duration every) {
        Duration grace = every.dividedBy(PART);
        grace = grace.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : grace;
        return new Terms(every, grace.compareTo(MOST_GRACE) > 0 ? MOST_GRACE : grace);
    }

    /** How long after a report the next one is late. */
    public Duration length() {
        return every.plus(grace);
    }

    /** A report that comes within so much after one that is on disk may be in memory for a while: a tenth, a minute at most. */
    public Duration slack() {
        Duration part = every.dividedBy(PART);
        return part.compareTo(MOST_SLACK) < 0 ? part : MOST_SLACK;
    }
}
