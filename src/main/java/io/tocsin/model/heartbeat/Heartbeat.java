package io.tocsin.model.heartbeat;

import java.time.Instant;
import java.util.Optional;

/**
 * What a sender said of an alert.
 *
 * @param content stands for all that it said, such as its digest: it is kept for as long as the alert; the same again is nothing new
 * @param firing whether the trouble goes on
 * @param begin since when, as its sender says; empty where it does not
 * @param until until when that holds without being said again: a firing alert is over then, a resolved one forgotten
 */
public record Heartbeat(String content, boolean firing, Optional<Instant> begin, Instant until) {

    /** Whether it says that what goes on began sooner than another one says. */
    boolean beganBefore(Heartbeat other) {
        return firing
                && begin.isPresent()
                && other.begin.filter(begin.get()::isBefore).isPresent();
    }

    /** The same where what goes on began when another one says, if that is sooner. */
    Heartbeat sinceAtLatest(Heartbeat other) {
        return firing && other.beganBefore(this) ? new Heartbeat(content, true, other.begin, until) : this;
    }

    /** The same until another time. */
    Heartbeat until(Instant other) {
        return new Heartbeat(content, firing, begin, other);
    }
}
