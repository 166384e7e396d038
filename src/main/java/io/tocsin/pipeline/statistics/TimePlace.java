package io.tocsin.pipeline.statistics;

import java.time.Instant;

/**
 * A place in the order of a time and an id: {@code <milliseconds>/<id>}.
 *
 * @param at milliseconds
 * @param id empty before the first of that time
 */
record TimePlace(long at, String id) {

    /** What was read up to there. @param after empty for nothing */
    static TimePlace read(String after, Instant begin) {
        int slash = after.indexOf('/');
        return slash < 0
                ? new TimePlace(begin.toEpochMilli(), "")
                : new TimePlace(Long.parseLong(after.substring(0, slash)), after.substring(slash + 1));
    }

    @Override
    public String toString() {
        return at + "/" + id;
    }
}
