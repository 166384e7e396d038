package io.tocsin.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds the string values of chosen fields in an event, by the library's own naming: names joined by dots, arrays walked
 * through. A name in the event may hold dots of its own.
 */
final class FieldTree {
    private final Set<String> fields = new HashSet<>();
    private final Set<String> beginnings = new HashSet<>();

    /** Chooses a field by its dotted name. */
    void add(String field) {
        fields.add(field);
        for (int dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.', dot + 1)) {
            beginnings.add(field.substring(0, dot));
        }
    }

    /** Calls with each chosen field's name and each distinct string that the event has there. */
    void walk(JsonNode event, BiConsumer<String, String> found) {
        if (!fields.isEmpty()) {
            walk(event, "", new HashMap<>(), found);
        }
    }

    private void walk(JsonNode node, String name, Map<String, Set<String>> seen, BiConsumer<String, String> found) {
        if (node.isTextual()) {
            if (fields.contains(name)
                    && seen.computeIfAbsent(name, any -> new HashSet<>()).add(node.textValue())) {
                found.accept(name, node.textValue());
            }
        } else if (node.isArray()) {
            node.forEach(element -> walk(element, name, seen, found));
        } else if (node.isObject() && (name.isEmpty() || beginnings.contains(name))) {
            node.properties().forEach(entry -> walk(entry.getValue(), join(name, entry.getKey()), seen, found));
        }
    }

    private static String join(String name, String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
