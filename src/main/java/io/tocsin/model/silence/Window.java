package io.tocsin.model.silence;

import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Times at which what fits a pattern is expected to fire, so that nobody is notified of it: maintenance.
 *
 * @param name unique among windows
 * @param description for a reader; may be empty
 * @param when which alerts
 * @param times when it goes on
 * @param targets whom its beginnings and ends are told
 */
public record Window(String name, String description, EventPattern when, Recurrence times, List<Target> targets) {

    public Window {
        targets = List.copyOf(targets);
    }

    /** One whose beginnings and ends nobody is told. */
    public Window(String name, String description, EventPattern when, Recurrence times) {
        this(name, description, when, times, List.of());
    }

    /** What it holds at a time, if it goes on. */
    public Optional<Hold> hold(Instant now) {
        return times.at(now).map(one -> Hold.of(this, one.end()));
    }
}
