package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.pattern.EventPattern;
import java.util.List;
import java.util.stream.Collectors;

/**
 * While an alert fires that fits the source, those that fit the target and agree with it in some fields stay quiet.
 *
 * @param name unique among them
 * @param description for a reader; may be empty
 * @param source what holds others back
 * @param target what is held back; an alert that fits the source, too, is not held back by others that fit both
 * @param equal fields that must be the same, {@code labels.cluster} say; one that is not there is an empty one
 */
public record Inhibition(
        String name, String description, EventPattern source, EventPattern target, List<String> equal) {

    public Inhibition {
        equal = List.copyOf(equal);
    }

    /** What must be the same: two alerts have the same key where all of those fields are. */
    public String key(JsonNode alert) {
        return equal.stream().map(field -> part(value(alert, field))).collect(Collectors.joining());
    }

    /** Told apart by its length, so that no value can look like two. */
    private static String part(String value) {
        return value.length() + ":" + value + ";";
    }

    /** A label's name may have dots in it. */
    private static String value(JsonNode alert, String field) {
        for (String object : List.of("labels.", "annotations.")) {
            if (field.startsWith(object)) {
                return alert.path(object.substring(0, object.length() - 1))
                        .path(field.substring(object.length()))
                        .asText("");
            }
        }
        return alert.path(field).asText("");
    }
}
