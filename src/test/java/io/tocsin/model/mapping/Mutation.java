package io.tocsin.model.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways in which a payload that was good is spoilt. Each changes one place of the payload that it is given. */
enum Mutation {
    /** A field or an element is gone. */
    REMOVED {
        @Override
        JsonNode of(JsonNode value, Random random) {
            return null;
        }
    },
    /** Another value, of any type, that somebody may send on purpose. */
    REPLACED {
        @Override
        JsonNode of(JsonNode value, Random random) {
            return HOSTILE.get(random.nextInt(HOSTILE.size())).deepCopy();
        }
    },
    /** The same content in another type: a number as text, text as a number, one value as a list, a list as its first. */
    TYPE_SWAPPED {
        @Override
        JsonNode of(JsonNode value, Random random) {
            if (value.isArray() && !value.isEmpty()) {
                return value.get(0);
            }
            return switch (random.nextInt(3)) {
                case 0 -> JSON.createArrayNode().add(value);
                case 1 ->
                    value.isTextual() ? IntNode.valueOf(value.asText().length()) : TextNode.valueOf(value.asText());
                default -> JSON.createObjectNode().set("value", value);
            };
        }
    },
    /** Cut: the beginning of a text, a list or an object. */
    TRUNCATED {
        @Override
        JsonNode of(JsonNode value, Random random) {
            if (value.isTextual()) {
                return TextNode.valueOf(value.asText()
                        .substring(0, random.nextInt(value.asText().length() + 1)));
            }
            int kept = value.isEmpty() ? 0 : random.nextInt(value.size());
            while (value instanceof ArrayNode list && list.size() > kept) {
                list.remove(kept);
            }
            if (value instanceof ObjectNode object) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                object.remove(names.subList(kept, names.size()));
            }
            return value;
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<JsonNode> HOSTILE = List.of(
                    "null",
                    "true",
                    "-1",
                    "1e308",
                    "\"\"",
                    "\"${jndi:ldap://x}\"",
                    "\"\\ud800\"",
                    "\"arn:\"",
                    "[]",
                    "{}",
                    "[[[]]]",
                    "{\"a\":{\"b\":[null]}}",
                    "\"{not json\"",
                    "[1,\"a\",null]")
            .stream()
            .map(Mutation::json)
            .toList();

    /** The value in its place, or null where it is taken away. */
    abstract JsonNode of(JsonNode value, Random random);

    /** Spoils one place somewhere in the payload. */
    void apply(JsonNode payload, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(payload, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container.isEmpty()) {
            return;
        }
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            JsonNode spoilt = of(object.get(name), random);
            object.remove(name);
            if (spoilt != null) {
                object.set(name, spoilt);
            }
        } else if (container instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            JsonNode spoilt = of(array.get(index), random);
            array.remove(index);
            if (spoilt != null) {
                array.insert(index, spoilt);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }
}
