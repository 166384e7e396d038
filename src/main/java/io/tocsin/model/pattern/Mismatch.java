package io.tocsin.model.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Why a pattern does not match.
 *
 * @param field the dotted name of the first field that does not fit; {@code $} where each fits but not all of them within
 *     one element of an array
 * @param expected what the pattern says of it
 * @param found what the event has there, empty where it has nothing
 */
public record Mismatch(String field, JsonNode expected, Optional<JsonNode> found) {
    private static final int SHOWN = 200;

    static Mismatch ofCombination(JsonNode pattern, JsonNode event) {
        return new Mismatch("$", pattern, Optional.of(event));
    }

    /** One line: {@code labels.env is "test", expected ["prod"]}. */
    @Override
    public String toString() {
        if (field.equals("$")) {
            return "every field fits, but not all of them in one element of a list";
        }
        return field + (found.isPresent() ? " is " + shown(found.get()) : " is missing") + ", expected "
                + shown(expected);
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
