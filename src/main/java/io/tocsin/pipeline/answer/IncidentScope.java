package io.tocsin.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.rule.Grouping;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.incident.IncidentAlerts;
import java.util.List;
import java.util.Optional;

/** Which alerts an incident is about, as a silence says it. */
final class IncidentScope {

    /** More alerts are not named one by one: those that fire first. */
    static final int MOST_ALERTS = 100;

    private static final String LABELS = "labels.";

    private IncidentScope() {}

    /**
     * By the values of its grouping. Where the grouping is gone from the files, or its alerts have none of its fields, so that its values are those of
     * nearly any alert, and where none made the incident: by the fingerprints of its alerts.
     *
     * @return empty where no alert of it is left
     */
    static Optional<Scope> of(IncidentAlerts incident, List<Grouping> groupings) {
        if (incident.alerts().isEmpty()) {
            return Optional.empty();
        }
        JsonNode first = incident.alerts().get(0);
        return Optional.of(incident.incident()
                .grouping()
                .flatMap(name -> groupings.stream()
                        .filter(grouping -> grouping.name().equals(name))
                        .findFirst())
                .flatMap(grouping -> byValues(grouping, first))
                .orElseGet(() -> byFingerprints(incident.alerts())));
    }

    private static Optional<Scope> byValues(Grouping grouping, JsonNode alert) {
        boolean saysNothing = grouping.values(alert).values().stream().allMatch(String::isEmpty);
        if (saysNothing) {
            return Optional.empty();
        }
        return grouping.by().stream().allMatch(field -> field.startsWith(LABELS))
                ? Optional.of(matchers(grouping, alert))
                : Optional.of(pattern(grouping, alert));
    }

    private static Scope matchers(Grouping grouping, JsonNode alert) {
        return Scope.of(grouping.values(alert).entrySet().stream()
                .map(entry -> new Matcher(entry.getKey(), Matcher.Operator.of(false, true), entry.getValue()))
                .toList());
    }

    /** Some of its fields are no labels, which matchers do not know. */
    private static Scope pattern(Grouping grouping, JsonNode alert) {
        ObjectNode pattern = JsonNodeFactory.instance.objectNode();
        grouping.by().forEach(field -> {
            int dot = field.indexOf('.');
            ObjectNode at = dot < 0 ? pattern : pattern.withObjectProperty(field.substring(0, dot));
            String name = field.substring(dot + 1);
            String value = (dot < 0 ? alert : alert.path(field.substring(0, dot)))
                    .path(name)
                    .asText("");
            ArrayNode values = at.putArray(name).add(value);
            if (value.isEmpty()) { // absent equals empty
                values.addObject().put("exists", false);
            }
        });
        return Scope.of(EventPattern.compile(pattern));
    }

    private static Scope byFingerprints(List<ObjectNode> alerts) {
        ObjectNode pattern = JsonNodeFactory.instance.objectNode();
        ArrayNode fingerprints = pattern.putArray("fingerprint");
        alerts.stream()
                .limit(MOST_ALERTS)
                .map(alert -> alert.path("fingerprint").asText())
                .distinct()
                .sorted()
                .forEach(fingerprints::add);
        List<String> identities = alerts.stream()
                .map(alert -> alert.path("identity").asText(""))
                .distinct()
                .sorted()
                .toList();
        if (!identities.contains("")) { // else one of them is the same wherever it comes from
            identities.forEach(pattern.putArray("identity")::add);
        }
        return Scope.of(EventPattern.compile(pattern));
    }
}
