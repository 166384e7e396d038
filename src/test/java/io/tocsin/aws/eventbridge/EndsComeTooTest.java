package io.tocsin.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.mapping.MapResult;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.pattern.EventPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A rule that hears of a trouble has to hear of its end, which may look different in everything but the fingerprint. */
class EndsComeTooTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mappings MAPPINGS = Shipped.mappings();

    private record Told(JsonNode event, Alert alert) {}

    @Test
    void whateverARuleSaysOfATroubleTheEventThatEndsItIsLetIn() throws IOException {
        List<Told> all = told();
        int pairs = 0;
        for (Told firing : of(all, AlertStatus.FIRING)) {
            for (Told end : of(all, AlertStatus.RESOLVED)) {
                if (firing.alert.fingerprint().equals(end.alert.fingerprint())) {
                    pairs++;
                    rulesThatHear(firing.alert).forEach(when -> assertThat(letIn(when))
                            .as("rule %s, end %s", when, end.event)
                            .anyMatch(pattern -> pattern.matches(end.event)));
                }
            }
        }
        assertThat(pairs).isGreaterThan(10);
    }

    private static List<Told> of(List<Told> all, AlertStatus status) {
        return all.stream().filter(told -> told.alert.status() == status).toList();
    }

    /** By its source and each of its labels, and by each of its labels alone. */
    private static List<String> rulesThatHear(Alert alert) {
        List<String> rules = new ArrayList<>();
        alert.labels().forEach((name, value) -> {
            ObjectNode rule = JSON.createObjectNode();
            rule.putObject("labels").putArray(name).add(value);
            rules.add(rule.toString());
            rule.putArray("source").add(alert.source());
            rules.add(rule.toString());
        });
        return rules;
    }

    private static List<EventPattern> letIn(String when) {
        return new Needs(MAPPINGS)
                .of(Shipped.rules(when)).get(0).events().stream()
                        .map(events -> EventPattern.compile(events.pattern()))
                        .toList();
    }

    private static List<Told> told() throws IOException {
        List<Told> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("routes/sources/aws/samples"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .filter(path -> !path.toString().endsWith(".expected.json"))
                    .toList()) {
                JsonNode event = JSON.readTree(file.toFile());
                if (event.has("detail-type")
                        && MAPPINGS.map(new Payload(event, "aws", MappingSamples.RECEIVED_AT))
                                instanceof MapResult.Mapped mapped) {
                    mapped.alerts().forEach(alert -> all.add(new Told(event, alert)));
                }
            }
        }
        return all;
    }
}
