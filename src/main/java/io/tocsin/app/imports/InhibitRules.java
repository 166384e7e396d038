package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code inhibit_rules} as inhibitions, which mean the same. */
final class InhibitRules {

    private static final String BECOMES = "the inhibition is left out: what it keeps quiet is notified";

    private static final Set<String> KNOWN = Set.of(
            "name",
            "source_match",
            "source_match_re",
            "source_matchers",
            "target_match",
            "target_match_re",
            "target_matchers",
            "equal");

    private InhibitRules() {}

    static ArrayNode read(JsonNode file, String name, LeftOut left) {
        ArrayNode inhibitions = JsonNodeFactory.instance.arrayNode();
        Names names = new Names();
        for (int i = 0; i < file.path("inhibit_rules").size(); i++) {
            JsonPointer where = JsonPointer.compile("/inhibit_rules/" + i);
            JsonNode rule = file.path("inhibit_rules").get(i);
            Set<String> unknown = new TreeSet<>();
            rule.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(KNOWN);
            if (!unknown.isEmpty()) {
                left.add(
                        where,
                        "inhibit rule with " + String.join(", ", unknown),
                        "this import does not know that; " + BECOMES);
                continue;
            }
            Optional<List<Matcher>> source = side(rule, where, "source_", left);
            Optional<List<Matcher>> target = side(rule, where, "target_", left);
            if (source.isPresent() && target.isPresent()) {
                ObjectNode one = inhibitions
                        .addObject()
                        .put("name", names.like(rule.path("name").asText(name)));
                write(one, "source", source.get());
                write(one, "target", target.get());
                rule.path("equal").forEach(label -> one.withArray("equal").add("labels." + label.asText()));
            }
        }
        return inhibitions;
    }

    private static Optional<List<Matcher>> side(JsonNode rule, JsonPointer where, String prefix, LeftOut left) {
        Optional<List<Matcher>> matchers = SourceMatchers.read(rule, where, prefix, left, BECOMES);
        try {
            matchers.filter(some -> !some.isEmpty()).ifPresent(Scope::of);
            return matchers;
        } catch (InvalidScopeException tooMuch) {
            left.add(where, tooMuch.getMessage(), BECOMES);
            return Optional.empty();
        }
    }

    private static void write(ObjectNode inhibition, String side, List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            inhibition.putObject(side).putArray("status").add("firing");
        } else {
            matchers.forEach(one -> inhibition.withArray(side + "Matchers").add(one.toString()));
        }
    }
}
