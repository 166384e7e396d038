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
    private final JsonNodeFactory factory = JsonNodeFactory.instance;
    private final String file;
    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Node> met = Collections.newSetFromMap(new IdentityHashMap<>());

    MarkedNodes(String file) {
        this.file = file;
    }

    JsonNode json(Node root) {
        return json(root, JsonPointer.empty(), root);
    }

    Map<JsonPointer, Integer> lines() {
        return lines;
    }

    List<Finding> findings() {
        return findings;
    }

    /** @param marked the node whose line a reader looks for: the key of a value */
    private JsonNode json(Node node, JsonPointer where, Node marked) {
        lines.put(where, line(marked));
        if (!met.add(node)) {
            findings.add(new Finding(
                    file, line(marked), "an alias (*name)", "the value itself", "write the value out in both places"));
            return factory.nullNode();
        }
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
            if (!(key instanceof ScalarNode scalar)) {
                findings.add(new Finding(
                        file, line(key), "a list or map as a key", "a name", "quote the text before the colon"));
            } else if (object.has(scalar.getValue())) {
                String name = scalar.getValue();
                findings.add(new Finding(
                        file,
                        line(key),
                        "`" + name + "` a second time",
                        "each field once",
                        "remove one of the two (the first is on line " + lines.get(where.appendProperty(name)) + ")"));
            } else {
                String name = scalar.getValue();
                object.set(name, json(entry.getValueNode(), where.appendProperty(name), key));
            }
        }
        return object;
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
