package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.SchemaCheck;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.InvalidPattern;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one rules file. */
final class RuleFile {
    private static final Map<String, String> NOT_YET =
            Map.of("group", "grouping of alerts (group)", "escalate", "escalation (escalate)");

    private final SchemaCheck schema;

    RuleFile() {
        this.schema = SchemaCheck.shipped("rules", NOT_YET);
    }

    /**
     * The rules in which nothing is wrong, in the order of the file, and those whose pattern compiles but can never fit.
     *
     * @param recipients whom rules can tell
     * @param unread the text of recipients files in which something is wrong: of a name in it nothing is said
     * @param all gets everything that is wrong with the others
     * @throws InvalidFileException if it is no YAML
     */
    List<Rule> sound(String file, String text, Recipients recipients, String unread, List<Finding> all) {
        MarkedYaml yaml = MarkedYaml.read(file, text);
        List<Finding> findings = new ArrayList<>(schema.check(yaml));
        if (findings.isEmpty()) {
            findings.addAll(new NotifiedPeople(yaml, recipients, unread).findings());
        }
        // A pattern that never fits spoils nothing else: whom the rule notifies is looked at all the same.
        List<Finding> spoiling = List.copyOf(findings);
        JsonNode rules = yaml.json().path("rules");
        Map<Integer, EventPattern> patterns = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            int number = i;
            compile(yaml, JsonPointer.compile("/rules/" + i + "/when"), findings)
                    .ifPresent(pattern -> patterns.put(number, pattern));
        }
        findings.sort(Comparator.comparingInt(Finding::line));
        all.addAll(findings);
        List<Rule> read = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (patterns.containsKey(i) && !yaml.isSpoilt(JsonPointer.compile("/rules"), i, spoiling)) {
                read.add(rule(yaml, rules.get(i), i, patterns.get(i)));
            }
        }
        return read;
    }

    private static Optional<EventPattern> compile(MarkedYaml yaml, JsonPointer where, List<Finding> findings) {
        JsonNode when = yaml.json().at(where);
        if (!when.isObject() || when.isEmpty()) {
            return Optional.empty();
        }
        try {
            EventPattern pattern = EventPattern.compile(when);
            Set<Integer> told = findings.stream().map(Finding::line).collect(Collectors.toSet());
            PatternFit.findings(yaml, where).stream()
                    .filter(finding -> !told.contains(finding.line()))
                    .forEach(findings::add);
            return Optional.of(pattern);
        } catch (InvalidPattern invalid) {
            JsonPointer fault = where.append(invalid.where());
            findings.add(yaml.finding(
                    fault,
                    "the pattern " + yaml.shown(fault),
                    "an event pattern: " + invalid.reason(),
                    "see docs/rules.md for what a pattern can say"));
            return Optional.empty();
        }
    }

    private static Rule rule(MarkedYaml yaml, JsonNode json, int number, EventPattern when) {
        JsonPointer where = JsonPointer.compile("/rules/" + number);
        return new Rule(
                json.path("name").textValue(),
                json.path("description").asText(""),
                json.path("enabled").asBoolean(true),
                when,
                Severity.ofWord(json.path("severity").asText("")),
                TargetJson.read(json.path("notify")),
                json.path("final").asBoolean(false),
                Span.read(json.path("dedup").asText("")).orElse(Duration.ofMinutes(5)),
                json.path("resolved").asBoolean(true),
                new Rule.Origin(yaml.file(), yaml.line(where), yaml.line(where.appendProperty("notify"))));
    }
}
