package io.tocsin.model.schedule;

import java.time.Instant;
import java.util.List;

/**
 * A time in which the same people are on call.
 *
 * @param from from when on
 * @param until until when
 * @param people who is; empty for nobody
 * @param through the layer that has them, or the override; empty for nobody
 */
public record Shift(Instant from, Instant until, List<String> people, String through) {

    public Shift {
        people = List.copyOf(people);
    }

    /** Whether nobody is on call. */
    public boolean isGap() {
        return people.isEmpty();
    }
}
