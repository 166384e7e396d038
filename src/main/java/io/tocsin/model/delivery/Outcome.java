package io.tocsin.model.delivery;

import java.time.Instant;
import java.util.Optional;

/** How one attempt at a delivery ended, and what happens to the delivery. */
public sealed interface Outcome {

    /** The receiver has it; with what it answered. */
    record Delivered(Optional<Integer> statusCode, String answer) implements Outcome {}

    /** It failed and is tried again at that time; an attempt that the receiver asked us to put off is not counted. */
    record Retry(Failure failure, Instant at, boolean counted) implements Outcome {}

    /** It failed and nothing more is tried. */
    record Dead(Failure failure) implements Outcome {}

    /** Nothing was sent: the breaker was open. Due again at that time, and no attempt is counted. */
    record Released(Instant at) implements Outcome {}

    /** How it failed, if it did. */
    default Optional<Failure> failed() {
        if (this instanceof Retry retry) {
            return Optional.of(retry.failure());
        }
        return this instanceof Dead dead ? Optional.of(dead.failure()) : Optional.empty();
    }
}
