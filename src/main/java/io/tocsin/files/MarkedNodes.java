package io.tocsin.files;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML nodes into JSON and keeps their lines. */
final class MarkedNodes {
    private static final String MERGE = "<<";
    private static final int MOST_WITH_ALIASES = 200_000;

    private final JsonNodeFactory factory = JsonNodeFactory.instance;
    private final String file;
    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    private final List<Slip> slips = new ArrayList<>();
    private final Set<Node> met = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean allowsAliases;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int made;

    /**
     * What YAML allows and files of the hub do not have; the rest of the file can be read all the same.
     *
     * @param where its place, within that of the value that counts where something stands there twice
     * @param finding what is said of it
     */
    record Slip(JsonPointer where, Finding finding) {}

    /** @param allowsAliases whether an alias and a merge key ({@code <<}) stand for what they name, or are slips */
    MarkedNodes(String file, boolean allowsAliases) {
        this.file = file;
        this.allowsAliases = allowsAliases;
    }

    JsonNode json(Node root) {
        return json(root, JsonPointer.empty(), root);
    }

    Map<JsonPointer, Integer> lines() {
        return lines;
    }

    List<Slip> slips() {
        return slips;
    }

    /** @param marked the node whose line a reader looks for: the key of a value */
    private JsonNode json(Node node, JsonPointer where, Node marked) {
        lines.put(where, line(marked));
        if (allowsAliases) {
            return followed(node, where, marked);
        }
        if (!met.add(node)) {
            slip(where, marked, "an alias (*name)", "the value itself", "write the value out in both places");
            return factory.nullNode();
        }
        return value(node, where);
    }

    /** An alias may name what is large, or itself. */
    private JsonNode followed(Node node, JsonPointer where, Node marked) {
        if (++made > MOST_WITH_ALIASES || !open.add(node)) {
            slip(where, marked, "an alias that leads to too much, or to itself", "less", "write the values out");
            return factory.nullNode();
        }
        JsonNode value = value(node, where);
        open.remove(node);
        return value;
    }

    private JsonNode value(Node node, JsonPointer where) {
        if (node instanceof MappingNode mapping) {
            return object(mapping, where);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = factory.arrayNode();
            for (Node element : sequence.getValue()) {
                array.add(json(element, where.appendIndex(array.size()), element));
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private ObjectNode object(MappingNode mapping, JsonPointer where) {
        ObjectNode object = factory.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            Node key = entry.getKeyNode();
            if (allowsAliases
                    && key instanceof ScalarNode merge
                    && merge.getValue().equals(MERGE)) {
                continue;
            }
            if (!(key instanceof ScalarNode scalar)) {
                slip(where, key, "a list or map as a key", "a name", "quote the text before the colon");
            } else if (object.has(scalar.getValue())) {
                again(object, scalar, entry.getValueNode(), where.appendProperty(scalar.getValue()));
            } else {
                String name = scalar.getValue();
                object.set(name, json(entry.getValueNode(), where.appendProperty(name), key));
            }
        }
        merge(mapping, object, where);
        return object;
    }

    /** What merge keys bring counts where nothing else says otherwise. */
    private void merge(MappingNode mapping, ObjectNode object, JsonPointer where) {
        for (NodeTuple entry : mapping.getValue()) {
            if (allowsAliases
                    && entry.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(MERGE)) {
                JsonNode merged = json(entry.getValueNode(), where, mapping);
                for (JsonNode one : merged.isArray() ? merged : List.of(merged)) {
                    one.fields().forEachRemaining(field -> {
                        if (!object.has(field.getKey())) {
                            object.set(field.getKey(), field.getValue());
                        }
                    });
                }
            }
        }
    }

    /** The first counts; but the entries of a second list are looked at as well, since both are most likely meant. */
    private void again(ObjectNode object, ScalarNode key, Node value, JsonPointer where) {
        slip(
                where.appendProperty("a second time"),
                key,
                "`" + key.getValue() + "` a second time",
                "each field once",
                "remove one of the two (the first is on line " + lines.get(where) + ")");
        if (object.get(key.getValue()) instanceof ArrayNode first && value instanceof SequenceNode second) {
            for (Node element : second.getValue()) {
                first.add(json(element, where.appendIndex(first.size()), element));
            }
        }
    }

    private void slip(JsonPointer where, Node at, String found, String expected, String fix) {
        slips.add(new Slip(where, new Finding(file, line(at), found, expected, fix)));
    }

    private JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return factory.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return factory.booleanNode(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return factory.numberNode(new BigInteger(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return factory.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException notDecimal) {
            return factory.textNode(text);
        }
        return factory.textNode(text);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
