package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Events that an event pattern without {@code $or} lets in: every field must be one of its values.
 *
 * @param fields values by the path of the field; none lets in every event
 */
record Events(SortedMap<List<String>, Set<JsonNode>> fields) {
    /** Of alternatives that a pattern's {@code $or}s make; a pattern with more is taken to let in everything. */
    private static final int MOST = 200;

    private static final String OR = "$or";

    Events {
        fields = Collections.unmodifiableSortedMap(copy(fields));
    }

    /** Every event. */
    static Events all() {
        return new Events(new TreeMap<>());
    }

    /** The alternatives of a pattern; together they let in what the pattern does. */
    static List<Events> of(JsonNode pattern) {
        List<Events> alternatives = of(pattern, List.of());
        return alternatives.size() > MOST ? List.of(all()) : alternatives;
    }

    private static List<Events> of(JsonNode object, List<String> path) {
        List<Events> all = List.of(all());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            List<Events> these = new ArrayList<>();
            if (entry.getKey().equals(OR) && entry.getValue().isArray()) {
                entry.getValue().forEach(choice -> these.addAll(of(choice, path)));
            } else {
                List<String> place = new ArrayList<>(path);
                place.add(entry.getKey());
                if (entry.getValue().isObject()) {
                    these.addAll(of(entry.getValue(), place));
                } else {
                    Set<JsonNode> values = FieldValues.sorted();
                    entry.getValue().forEach(values::add);
                    these.add(all().with(place, values));
                }
            }
            all = product(all, these);
            if (all.size() > MOST) {
                return all;
            }
        }
        return all;
    }

    private static List<Events> product(List<Events> some, List<Events> others) {
        List<Events> product = new ArrayList<>();
        for (Events one : some) {
            for (Events other : others) {
                Optional<Events> both = Optional.of(one);
                for (Map.Entry<List<String>, Set<JsonNode>> field : other.fields.entrySet()) {
                    both = both.flatMap(events -> events.and(field.getKey(), field.getValue()));
                }
                both.ifPresent(product::add);
            }
        }
        return product;
    }

    /** Those of them whose field is one of these values, and maybe more; empty where there can be none. */
    Optional<Events> and(List<String> path, Set<JsonNode> values) {
        Set<JsonNode> known = fields.get(path);
        return known == null
                ? Optional.of(with(path, values))
                : FieldValues.both(known, values).map(both -> with(path, both));
    }

    /** The same, but for one field. */
    Events with(List<String> path, Set<JsonNode> values) {
        SortedMap<List<String>, Set<JsonNode>> changed = copy(fields);
        changed.put(List.copyOf(path), values);
        return new Events(changed);
    }

    /** The same, whatever a field is. */
    Events without(List<String> path) {
        SortedMap<List<String>, Set<JsonNode>> changed = copy(fields);
        changed.remove(path);
        return new Events(changed);
    }

    /** Whether all the others are among these. */
    boolean cover(Events others) {
        return fields.entrySet().stream()
                .allMatch(field -> others.fields.containsKey(field.getKey())
                        && FieldValues.cover(field.getValue(), others.fields.get(field.getKey())));
    }

    /** The pattern for EventBridge, which takes none without a field: every event has a source. */
    ObjectNode pattern() {
        ObjectNode pattern = JsonNodeFactory.instance.objectNode();
        if (fields.isEmpty()) {
            pattern.putArray("source").addObject().put("prefix", "");
        }
        fields.forEach((path, values) -> {
            ObjectNode place = pattern;
            for (String name : path.subList(0, path.size() - 1)) {
                place = place.withObjectProperty(name);
            }
            ArrayNode array = place.putArray(path.get(path.size() - 1));
            values.forEach(array::add);
        });
        return pattern;
    }

    private static SortedMap<List<String>, Set<JsonNode>> copy(Map<List<String>, Set<JsonNode>> fields) {
        SortedMap<List<String>, Set<JsonNode>> copy =
                new TreeMap<>(Comparator.comparing((List<String> path) -> String.join("\u0000", path)));
        copy.putAll(fields);
        return copy;
    }
}
