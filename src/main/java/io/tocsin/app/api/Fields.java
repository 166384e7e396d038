package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.time.Span;
import java.time.Instant;
import java.util.Optional;

/** The texts and times in a request's body, of which the contract says which there are and how long they may be. */
record Fields(ObjectNode body) {

    /** Whether a field is true; it is not where it is not there. */
    boolean isTrue(String name) {
        return body.path(name).asBoolean(false);
    }

    /** A text without the blanks around it; empty where the field is not there, or null. */
    Optional<String> text(String name) {
        JsonNode value = body.path(name);
        return value.isTextual() ? Optional.of(value.textValue().strip()) : Optional.empty();
    }

    /** A time; empty where the field is not there. */
    Optional<Instant> time(String name) {
        return text(name).map(text -> time(name, text));
    }

    /** The time that a text of this name says. */
    static Instant time(String name, String text) {
        return Times.read(text)
                .orElseThrow(() -> RefusedException.badRequest(name + " is " + text
                        + "; expected a time such as 2026-01-31T08:00:00Z, before the year 10000."));
    }

    /**
     * Until when: at a time, or {@code duration} after its beginning. A body says one of the two.
     *
     * @param at the field with the time
     */
    Instant until(String at, Instant from) {
        Optional<Instant> until = time(at);
        Optional<String> duration = text("duration");
        if (until.isPresent() == duration.isPresent()) {
            throw RefusedException.badRequest(
                    "Until when: expected either " + at + ", such as 2026-01-31T08:00:00Z, or duration, such as 2h.");
        }
        return until.orElseGet(() -> Span.read(duration.orElseThrow())
                .map(from::plus)
                .filter(Times::isOne)
                .orElseThrow(() -> RefusedException.badRequest("duration is " + duration.orElseThrow()
                        + "; expected a whole number and m, h or d, such as 2h, and an end before the year 10000.")));
    }
}
