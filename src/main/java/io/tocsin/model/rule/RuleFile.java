package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.Faults;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.SchemaCheck;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.InvalidPattern;
import io.tocsin.model.recipient.KnownPeople;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one rules file. */
final class RuleFile {
    private static final Map<String, String> NOT_YET = Map.of("escalate", "escalation (escalate)");

    private final SchemaCheck schema;

    RuleFile() {
        this.schema = SchemaCheck.shipped("rules", NOT_YET);
    }

    /**
     * What a file holds, as far as it can be used.
     *
     * @param sound the rules in which nothing is wrong, in the order of the file; and those whose pattern can never fit, or who
     *     notify nobody that is there, since that shows in themselves alone
     * @param namings whom each rule names, whatever else is wrong with it
     * @param held windows and inhibitions
     * @param groupings the entries under {@code incidents} in which nothing is wrong, in the order of the file
     */
    record Content(List<Rule> sound, List<Naming> namings, HoldsFile held, List<Grouping> groupings) {}

    /**
     * Reads it.
     *
     * @param known whom rules can tell
     * @param all gets everything that is wrong
     * @throws InvalidFileException if it is no YAML
     */
    Content read(String file, String text, KnownPeople known, List<Finding> all) {
        Faults faults = schema.check(MarkedYaml.readAll(file, text));
        MarkedYaml yaml = faults.yaml();
        JsonNode rules = yaml.json().path("rules");
        List<Rule> sound = new ArrayList<>();
        List<Naming> namings = new ArrayList<>();
        for (int i = 0; i < (rules.isArray() ? rules.size() : 0); i++) {
            JsonPointer where = JsonPointer.compile("/rules/" + i);
            namings.add(naming(faults, rules.get(i), where));
            Optional<EventPattern> when = compile(faults, where.appendProperty("when"));
            if (when.isPresent() && !faults.spoils(where)) {
                sound.add(rule(rules.get(i), when.get(), namings.get(i)));
            }
        }
        for (int i = 0; i < namings.size(); i++) {
            PatternFit.look(faults, JsonPointer.compile("/rules/" + i + "/when"));
            repeatAtLooks(faults, JsonPointer.compile("/rules/" + i));
            zone(faults, JsonPointer.compile("/rules/" + i + "/active/zone"));
        }
        NotifiedPeople.look(faults, known);
        HoldsFile held = HoldsFile.read(faults);
        List<Grouping> groupings = GroupingEntries.read(faults);
        all.addAll(faults.findings());
        return new Content(sound, namings, held, groupings);
    }

    /** The pattern at a place; what is wrong with it is added. */
    static Optional<EventPattern> compile(Faults faults, JsonPointer where) {
        JsonNode when = faults.yaml().json().at(where);
        if (!when.isObject() || when.isEmpty()) {
            return Optional.empty();
        }
        List<InvalidPattern> wrong = EventPattern.faults(when);
        for (InvalidPattern part : wrong) {
            JsonPointer place = where.append(part.where());
            faults.add(place, "the pattern " + faults.yaml().shown(place), part.expected(), part.fix());
        }
        return wrong.isEmpty() ? Optional.of(EventPattern.compile(when)) : Optional.empty();
    }

    private static void zone(Faults faults, JsonPointer where) {
        JsonNode zone = faults.yaml().json().at(where);
        if (zone.isTextual() && !HoursJson.isZone(zone.textValue())) {
            faults.add(
                    where,
                    "zone: " + faults.yaml().shown(where),
                    "a time zone such as Europe/Berlin or UTC",
                    "write a time zone such as Europe/Berlin or UTC");
        }
    }

    /** A repeat comes at a look, so that one within the interval is never what it says. */
    private static void repeatAtLooks(Faults faults, JsonPointer where) {
        JsonPointer repeat = where.appendProperty("repeat");
        Timing timing = Timing.read(faults.yaml().json().at(where));
        if (timing.repeatsWithinItsInterval()
                && !faults.isTold(repeat)
                && !faults.isTold(where.appendProperty("interval"))) {
            String interval = Span.text(timing.interval().orElseThrow());
            faults.add(
                    repeat,
                    "repeat: " + faults.yaml().shown(repeat) + " with an interval of " + interval,
                    interval + " at least: a rule repeats at its looks, which are an interval apart",
                    "write repeat: " + interval + " or more, or a shorter interval");
        }
    }

    private static Naming naming(Faults faults, JsonNode rule, JsonPointer where) {
        JsonPointer notify = where.appendProperty("notify");
        ArrayNode usable = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < rule.path("notify").size(); i++) {
            if (!faults.isTold(notify.appendIndex(i))) {
                usable.add(rule.path("notify").get(i));
            }
        }
        return new Naming(
                rule.path("name").asText(""),
                TargetJson.read(usable),
                new Rule.Origin(
                        faults.yaml().file(),
                        faults.yaml().line(where),
                        faults.yaml().line(notify)));
    }

    private static Rule rule(JsonNode json, EventPattern when, Naming naming) {
        return new Rule(
                naming.rule(),
                json.path("description").asText(""),
                json.path("enabled").asBoolean(true),
                when,
                Severity.ofWord(json.path("severity").asText("")),
                naming.targets(),
                json.path("final").asBoolean(false),
                Span.read(json.path("dedup").asText("")).orElse(Duration.ofMinutes(5)),
                json.path("resolved").asBoolean(true),
                Timing.read(json),
                naming.origin());
    }
}
