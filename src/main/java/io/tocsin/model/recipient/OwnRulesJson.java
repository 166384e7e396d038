package io.tocsin.model.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A person's {@code pages} in a file of recipients, whose form was checked. */
final class OwnRulesJson {

    private static final String OTHERWISE = "default";

    private OwnRulesJson() {}

    static OwnRules read(JsonNode pages) {
        if (pages.isArray()) {
            return new OwnRules(Map.of(), steps(pages));
        }
        Map<Severity, List<OwnRules.Step>> bySeverity = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            if (pages.has(severity.word())) {
                bySeverity.put(severity, steps(pages.path(severity.word())));
            }
        }
        return new OwnRules(bySeverity, steps(pages.path(OTHERWISE)));
    }

    private static List<OwnRules.Step> steps(JsonNode list) {
        List<OwnRules.Step> steps = new ArrayList<>();
        list.forEach(step -> {
            List<String> kinds = new ArrayList<>();
            step.path("via").forEach(kind -> kinds.add(kind.asText()));
            steps.add(new OwnRules.Step(Span.read(step.path("after").asText("")).orElse(Duration.ZERO), kinds));
        });
        return steps;
    }
}
