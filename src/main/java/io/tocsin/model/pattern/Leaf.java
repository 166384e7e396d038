package io.tocsin.model.pattern;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One condition of a pattern: a field with the list of what it may be, or a whole {@code $or}.
 *
 * @param where its place in the pattern
 * @param field its dotted name, as in {@code labels.pipeline}
 * @param expected what the pattern says of it
 * @param alone a pattern of this condition only
 */
record Leaf(JsonPointer where, String field, JsonNode expected, JsonNode alone) {
    private static final String OR = "$or";

    /** The conditions of a pattern in the order in which it names them. */
    static List<Leaf> of(JsonNode pattern) {
        List<Leaf> leaves = new ArrayList<>();
        collect(pattern, JsonPointer.empty(), List.of(), leaves);
        return leaves;
    }

    /** The parts of this condition, each as a pattern: the values of a list, or the fields in a {@code $or}; none of a part. */
    List<Leaf> alternatives() {
        List<Leaf> parts = new ArrayList<>();
        if (where.last().mayMatchElement()) {
            return parts;
        }
        for (int i = 0; i < expected.size() && expected.isArray(); i++) {
            JsonPointer place = where.appendIndex(i);
            if (where.last().getMatchingProperty().equals(OR)) {
                collect(expected.get(i), place, List.of(), parts);
            } else {
                JsonNode one = JsonNodeFactory.instance.arrayNode().add(expected.get(i));
                parts.add(new Leaf(place, field, one, nest(List.of(field), one)));
            }
        }
        return parts;
    }

    private static void collect(JsonNode object, JsonPointer where, List<String> path, List<Leaf> leaves) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonPointer place = where.appendProperty(entry.getKey());
            List<String> names = new ArrayList<>(path);
            names.add(entry.getKey());
            if (entry.getValue().isObject() && !entry.getValue().isEmpty()) {
                collect(entry.getValue(), place, names, leaves);
            } else {
                leaves.add(new Leaf(place, String.join(".", names), entry.getValue(), nest(names, entry.getValue())));
            }
        }
    }

    private static JsonNode nest(List<String> names, JsonNode value) {
        JsonNode nested = value;
        for (int i = names.size() - 1; i >= 0; i--) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            outer.set(names.get(i), nested);
            nested = outer;
        }
        return nested;
    }
}
