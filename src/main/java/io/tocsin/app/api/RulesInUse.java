package io.tocsin.app.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Finding;
import io.tocsin.files.LastGood;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.time.Span;
import java.util.List;

/** The rules in use, and what is wrong with the files where they are not what the files say. */
public final class RulesInUse {

    private final LastGood<Rules> rules;
    private final LastGood<Mappings> mappings;
    private final ObjectMapper json;

    /**
     * @param rules the rules as they follow their files
     * @param mappings the mappings as they follow theirs
     * @param json makes JSON
     */
    public RulesInUse(LastGood<Rules> rules, LastGood<Mappings> mappings, ObjectMapper json) {
        this.rules = rules;
        this.mappings = mappings;
        this.json = json;
    }

    Recipients recipients() {
        return rules.current().recipients();
    }

    ObjectNode show() {
        Rules current = rules.current();
        ObjectNode answer = json.createObjectNode();
        answer.put("version", current.version());
        ArrayNode list = answer.putArray("rules");
        current.all().forEach(rule -> list.add(rule(rule)));
        answer.put("mappingsVersion", mappings.current().version());
        rules.broken().ifPresent(findings -> findings(answer.putArray("refusedEdit"), findings));
        mappings.broken().ifPresent(findings -> findings(answer.putArray("refusedMappingsEdit"), findings));
        return answer;
    }

    private ObjectNode rule(Rule rule) {
        ObjectNode node = json.createObjectNode()
                .put("name", rule.name())
                .put("description", rule.description())
                .put("enabled", rule.enabled())
                .put("final", rule.isFinal())
                .put("dedup", Span.text(rule.dedup()))
                .put("file", rule.origin().file())
                .put("line", rule.origin().line());
        rule.severity().ifPresent(severity -> node.put("severity", severity.word()));
        rule.timing().write(node);
        if (!rule.resolved()) {
            node.put("resolved", false);
        }
        node.set("notify", TargetJson.write(rule.targets()));
        return node;
    }

    private static void findings(ArrayNode array, List<Finding> findings) {
        findings.forEach(finding -> array.addObject()
                .put("file", finding.file())
                .put("line", finding.line())
                .put("found", finding.found())
                .put("expected", finding.expected())
                .put("fix", finding.fix()));
    }
}
