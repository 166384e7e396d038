package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.EventPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A scope as JSON: {@code {"pattern": ...}}, or {@code {"matchers": [{"name", "value", "isRegex", "isEqual"}]}} as Alertmanager has them. */
public final class ScopeJson {

    private ScopeJson() {}

    /** A new object with it. */
    public static ObjectNode write(Scope scope) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (scope instanceof Scope.OfPattern one) {
            json.set("pattern", one.pattern().json());
        } else if (scope instanceof Scope.OfMatchers several) {
            json.set("matchers", matchers(several.matchers()));
        }
        return json;
    }

    /** Matchers as Alertmanager's API has them. */
    public static ArrayNode matchers(List<Matcher> matchers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        matchers.forEach(matcher -> array.addObject()
                .put("name", matcher.name())
                .put("value", matcher.value())
                .put("isRegex", matcher.operator().isRegex())
                .put("isEqual", matcher.operator().isEqual()));
        return array;
    }

    /**
     * Reads what {@link #write} wrote, and what people write: matchers may be texts, too, {@code env=~"prod|stage"}.
     *
     * @throws InvalidScopeException if it has neither a pattern nor matchers, or both, or they are none
     */
    public static Scope read(JsonNode json) {
        if (json.has("pattern") == json.has("matchers")) {
            throw new InvalidScopeException("which alerts: expected either `pattern`, an event pattern, or `matchers`");
        }
        if (json.has("pattern")) {
            return Scope.of(EventPattern.compile(json.path("pattern")));
        }
        return readMatchers(json.path("matchers"));
    }

    private static Scope readMatchers(JsonNode array) {
        if (!array.isArray()) {
            throw new InvalidScopeException("matchers: expected a list");
        }
        List<Matcher> matchers = new ArrayList<>();
        for (JsonNode one : array) {
            if (one.isTextual()) {
                matchers.addAll(MatcherText.read(one.textValue()));
            } else if (isMatcher(one)) {
                matchers.add(new Matcher(
                        one.path("name").textValue(),
                        Matcher.Operator.of(
                                one.path("isRegex").asBoolean(false),
                                one.path("isEqual").asBoolean(true)),
                        one.path("value").textValue()));
            } else {
                throw new InvalidScopeException(
                        "the matcher " + one
                                + "; expected a text such as name=\"value\", or {\"name\", \"value\", \"isRegex\", \"isEqual\"}");
            }
        }
        return Scope.of(matchers);
    }

    private static boolean isMatcher(JsonNode one) {
        Set<String> others = new HashSet<>();
        one.fieldNames().forEachRemaining(others::add);
        others.removeAll(Set.of("name", "value", "isRegex", "isEqual"));
        return others.isEmpty()
                && one.path("name").isTextual()
                && one.path("value").isTextual()
                && isFlag(one.path("isRegex"))
                && isFlag(one.path("isEqual"));
    }

    private static boolean isFlag(JsonNode value) {
        return value.isBoolean() || value.isMissingNode() || value.isNull();
    }
}
