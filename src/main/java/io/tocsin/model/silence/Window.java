package io.tocsin.model.silence;

import io.tocsin.model.pattern.EventPattern;
import java.time.Instant;
import java.util.Optional;

/**
 * Times at which what fits a pattern is expected to fire, so that nobody is notified of it: maintenance.
 *
 * @param name unique among windows
 * @param description for a reader; may be empty
 * @param when which alerts
 * @param times when it goes on
 */
public record Window(String name, String description, EventPattern when, Recurrence times) {

    /** What it holds at a time, if it goes on. */
    public Optional<Hold> hold(Instant now) {
        return times.at(now).map(one -> Hold.of(this, one.end()));
    }
}
