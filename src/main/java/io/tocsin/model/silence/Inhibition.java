package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.Sha256;
import io.tocsin.model.pattern.EventPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * While an alert fires that fits the source, those that fit the target and agree with it in some fields stay quiet.
 *
 * @param name unique among them
 * @param description for a reader; may be empty
 * @param source what holds others back
 * @param target what is held back; an alert that fits the source, too, is not held back by others that fit both
 * @param equal fields that must be the same, {@code labels.cluster} say; one that is not there is an empty one
 */
public record Inhibition(String name, String description, Scope source, Scope target, List<String> equal) {

    private static final int LONGEST = 200;

    public Inhibition {
        equal = List.copyOf(equal);
    }

    /** One by patterns. */
    public Inhibition(String name, String description, EventPattern source, EventPattern target, List<String> equal) {
        this(name, description, Scope.of(source), Scope.of(target), equal);
    }

    /** What must be the same: two alerts have the same key where all of those fields are. */
    public String key(JsonNode alert) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        equal.forEach(field -> values.add(value(alert, field)));
        String key = values.toString();
        return key.length() <= LONGEST ? key : Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
    }

    /** What it holds back an alert by, given such a key. */
    public Hold hold(String key) {
        return new Hold(holder(name, key), Optional.empty(), description);
    }

    /** How a hold of it is called. */
    public static String holder(String name, String key) {
        return "inhibition " + name + (key.equals("[]") ? "" : " " + key);
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
