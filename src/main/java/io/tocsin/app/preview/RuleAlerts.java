package io.tocsin.app.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.incident.Group;
import io.tocsin.model.mapping.MapResult;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.RuleTrace;
import io.tocsin.model.rule.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The alerts of a payload that one rule applies to.
 *
 * @param rule the rule
 * @param incidents which of them are put together, in the order of the payload; at least one
 */
public record RuleAlerts(Rule rule, List<Incident> incidents) {

    public RuleAlerts {
        incidents = List.copyOf(incidents);
    }

    /**
     * What becomes one incident, where none of it is open.
     *
     * @param group what puts its alerts together
     * @param alerts at least one, in the order of the payload
     */
    public record Incident(Group group, List<Alert> alerts) {

        public Incident {
            alerts = List.copyOf(alerts);
        }
    }

    /**
     * Maps the payload and asks the rule.
     *
     * @param ruleName the rule's name
     * @throws CannotPreviewException if there is no such rule, or it applies to nothing in the payload: with the reason
     */
    public static RuleAlerts of(Mappings mappings, Rules rules, Payload payload, String ruleName) {
        Rule rule = rules.find(ruleName).orElseThrow(() -> unknown(ruleName, rules));
        List<Alert> matched = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Alert alert : alerts(mappings.map(payload, rules::named))) {
            RuleTrace trace = rules.explain(alert).stream()
                    .filter(entry -> entry.rule().equals(ruleName))
                    .findFirst()
                    .orElseThrow();
            if (trace.outcome() == RuleTrace.Outcome.MATCHED) {
                matched.add(alert);
            } else {
                reasons.add(alert.status().word() + ", " + alert.severity().word() + ", " + alert.title() + ": "
                        + trace.reason());
            }
        }
        if (matched.isEmpty()) {
            throw new CannotPreviewException("Rule `" + ruleName + "` does not apply to what the payload means:\n  "
                    + String.join("\n  ", reasons) + "\nName another rule, or change its `when` in "
                    + rule.origin().file() + ":" + rule.origin().line());
        }
        return new RuleAlerts(rule, together(rules, matched));
    }

    private static List<Incident> together(Rules rules, List<Alert> alerts) {
        Map<String, Group> groups = new LinkedHashMap<>();
        Map<String, List<Alert>> members = new LinkedHashMap<>();
        for (Alert alert : alerts) {
            ObjectNode json = AlertJson.write(alert);
            Group group = rules.groupings()
                    .of(json)
                    .map(grouping -> grouping.group(json))
                    .orElseGet(() -> Group.alone(alert.key()));
            groups.putIfAbsent(group.id(), group);
            members.computeIfAbsent(group.id(), fresh -> new ArrayList<>()).add(alert);
        }
        return groups.entrySet().stream()
                .map(each -> new Incident(each.getValue(), members.get(each.getKey())))
                .toList();
    }

    private static List<Alert> alerts(MapResult result) {
        if (result instanceof MapResult.Unmapped unmapped) {
            throw new CannotPreviewException("No alert: " + unmapped.reason()
                    + ". Say with --source where it comes from, or add a mapping for it.");
        }
        if (result instanceof MapResult.Failed failed) {
            throw new CannotPreviewException("No alert: mapping " + failed.mapping() + " failed: " + failed.reason()
                    + ". Fix its jq; ./hub check runs its samples.");
        }
        MapResult.Mapped mapped = (MapResult.Mapped) result;
        if (mapped.alerts().isEmpty()) {
            throw new CannotPreviewException("No alert: mapping " + mapped.mapping() + " makes none of this payload"
                    + mapped.bad().stream()
                            .map(bad -> "; its output " + bad.index() + " is no alert: " + bad.reason())
                            .collect(Collectors.joining())
                    + ". Try another payload, or correct its jq.");
        }
        return mapped.alerts();
    }

    private static CannotPreviewException unknown(String name, Rules rules) {
        List<String> known = rules.all().stream().map(Rule::name).toList();
        return new CannotPreviewException("There is no rule `" + name + "`"
                + NearestWord.of(name, known)
                        .map(word -> "; did you mean `" + word + "`?")
                        .orElse("; there are: " + String.join(", ", known)));
    }
}
