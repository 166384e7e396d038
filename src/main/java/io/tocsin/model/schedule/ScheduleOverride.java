package io.tocsin.model.schedule;

import java.time.Instant;
import java.util.List;

/**
 * Somebody is on call instead of whom the layers have.
 *
 * @param id names it in its schedule
 * @param from from when on
 * @param until until when, after {@code from}
 * @param people who is; not empty
 * @param author who wants it; empty where a file says it
 * @param comment why; may be empty
 */
public record ScheduleOverride(
        String id, Instant from, Instant until, List<String> people, String author, String comment) {

    /** @throws IllegalArgumentException if it has nobody, or does not end after it begins */
    public ScheduleOverride {
        people = List.copyOf(people);
        if (people.isEmpty() || !until.isAfter(from)) {
            throw new IllegalArgumentException("an override of " + people + " from " + from + " until " + until);
        }
    }

    /** Whether it goes on at that time. */
    public boolean isAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
