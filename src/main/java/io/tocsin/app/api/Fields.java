package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.time.Span;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The texts and times in a request's body; what nobody understands is refused, so that a misspelt field is not passed over. */
record Fields(ObjectNode body) {

    private static final int MAX_WORD = 100;

    /**
     * Those of a body that has no others.
     *
     * @param known what may be in it
     * @throws RefusedException where something else is
     */
    static Fields of(ObjectNode body, Set<String> known) {
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw RefusedException.badRequest("There is no field " + name + "; expected some of "
                        + String.join(", ", new TreeSet<>(known)) + ".");
            }
        });
        return new Fields(body);
    }

    /** Whether a field is true; it is not where it is not there, or null. */
    boolean isTrue(String name) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw RefusedException.badRequest(name + " is " + value + "; expected true or false.");
        }
        return value.asBoolean(false);
    }

    /**
     * A text; empty where the field is not there, or null.
     *
     * @param most how many characters it may have
     */
    Optional<String> text(String name, int most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw RefusedException.badRequest(name + " is " + value + "; expected a text in quotes.");
        }
        String text = value.textValue().strip();
        if (text.length() > most) {
            throw RefusedException.badRequest(
                    name + " has " + text.length() + " characters; expected " + most + " at most.");
        }
        return Optional.of(text);
    }

    /** A time; empty where the field is not there, or null. */
    Optional<Instant> time(String name) {
        return text(name, MAX_WORD).map(text -> time(name, text));
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
        Optional<String> duration = text("duration", MAX_WORD);
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
