package io.tocsin.model.heartbeat;

import java.time.Instant;

/**
 * What a sender said of an alert.
 *
 * @param content stands for all that it said, such as its digest: it is kept for as long as the alert; the same again is nothing new
 * @param firing whether the trouble goes on
 * @param until until when that holds without being said again: a firing alert is over then, a resolved one forgotten
 */
public record Heartbeat(String content, boolean firing, Instant until) {

    /** The same until another time. */
    Heartbeat until(Instant other) {
        return new Heartbeat(content, firing, other);
    }
}
