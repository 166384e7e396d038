package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.rule.RuleTrace;
import io.tocsin.model.rule.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The alerts of an event, and under each one every rule: whether it applies now or which field did not fit, and, where it
 * decided then, with which verdict.
 */
final class RulesPart {

    private static final String CHANGED =
            "The rules have changed since this was decided: outcomes and reasons are those"
                    + " of the rules as they are now, verdicts are those of then.";

    private final ObjectMapper json;
    private final Rules rules;

    RulesPart(ObjectMapper json, Rules rules) {
        this.json = json;
        this.rules = rules;
    }

    void write(ObjectNode trace, String decidedWith, ObjectNode decision) {
        ObjectNode versions = trace.putObject("rules");
        if (!decidedWith.isEmpty()) {
            versions.put("decidedWith", decidedWith);
        }
        versions.put("now", rules.version());
        if (!decidedWith.isEmpty() && !decidedWith.equals(rules.version())) {
            versions.put("note", CHANGED);
        }
        ArrayNode alerts = trace.putArray("alerts");
        for (JsonNode decided : decision.path("alerts")) {
            alerts.add(alert(decided));
        }
    }

    private ObjectNode alert(JsonNode decided) {
        ObjectNode node = json.createObjectNode();
        node.set("id", decided.path("id"));
        node.set("alert", decided.path("alert"));
        for (String field : List.of("late", "grouping")) {
            if (decided.has(field)) {
                node.set(field, decided.path(field));
            }
        }
        Map<String, ObjectNode> then = new LinkedHashMap<>();
        decided.path("rules").forEach(line -> then.put(line.path("rule").asText(), ((ObjectNode) line).deepCopy()));
        ArrayNode lines = node.putArray("rules");
        for (RuleTrace now : rules.explain(AlertJson.read(decided.path("alert")))) {
            ObjectNode line = lines.addObject().put("rule", now.rule()).put("outcome", word(now.outcome()));
            if (!now.reason().isEmpty()) {
                line.put("reason", now.reason());
            }
            ObjectNode verdict = then.remove(now.rule());
            if (verdict != null) {
                line.setAll(verdict);
            }
        }
        then.values().forEach(line -> lines.add(line.put("outcome", "gone")));
        return node;
    }

    private static String word(RuleTrace.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
