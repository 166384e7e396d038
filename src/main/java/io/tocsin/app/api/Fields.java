package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The texts in a request's body; what nobody understands is refused, so that a misspelt field is not passed over. */
record Fields(ObjectNode body) {

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
}
