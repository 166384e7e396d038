package io.tocsin.model.silence;

import java.time.Instant;

/**
 * One time at which something recurring goes on.
 *
 * @param begin the first instant
 * @param end the first instant after it; later than begin
 */
public record Occasion(Instant begin, Instant end) {

    /** Whether it goes on at that time. */
    public boolean holds(Instant time) {
        return !time.isBefore(begin) && time.isBefore(end);
    }
}
