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
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one rules file. */
final class RuleFile {
    private final SchemaCheck schema;

    RuleFile() {
        this.schema = SchemaCheck.shipped("rules", Map.of());
    }

    /**
     * What a file holds, as far as it can be used.
     *
     * @param sound the rules in which nothing is wrong, in the order of the file; and those whose pattern can never fit, or who
     *     notify nobody that is there, since that shows in themselves alone
     * @param namings whom each rule names, whatever else is wrong with it
     * @param held windows and inhibitions
     * @param groupings the entries under {@code incidents} in which nothing is wrong, in the order of the file
     * @param relations those under {@code related}
     * @param escalations those under {@code escalations}
     * @param checkIns those under {@code check-ins}
     * @param questions those under {@code questions}
     */
    record Content(
            List<Rule> sound,
            List<Naming> namings,
            HoldsFile held,
            List<Grouping> groupings,
            List<Relation> relations,
            EscalationEntries escalations,
            CheckInEntries checkIns,
            QuestionEntries questions) {}

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
            Optional<Scope.OfMatchers> matchers = matchers(faults, where.appendProperty("matchers"));
            if ((when.isPresent() || matchers.isPresent()) && !faults.spoils(where)) {
                sound.add(rule(rules.get(i), when.orElse(Rule.EVERY), matchers, namings.get(i)));
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
        List<Relation> relations = relations(faults);
        EscalationEntries escalations = EscalationEntries.read(faults);
        CheckInEntries checkIns = CheckInEntries.read(faults);
        QuestionEntries questions = QuestionEntries.read(faults);
        all.addAll(faults.findings());
        return new Content(sound, namings, held, groupings, relations, escalations, checkIns, questions);
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

    private static List<Relation> relations(Faults faults) {
        List<Relation> sound = new ArrayList<>();
        for (JsonPointer where : faults.yaml().entries(JsonPointer.compile("/related"))) {
            if (!faults.spoils(where)) {
                JsonNode json = faults.yaml().json().at(where);
                List<String> by = new ArrayList<>();
                json.path("by").forEach(field -> by.add(field.asText()));
                sound.add(
                        new Relation(by, Span.read(json.path("within").asText()).orElseThrow()));
            }
        }
        return sound;
    }

    /** The matchers at a place; what is wrong with them is added. */
    static Optional<Scope.OfMatchers> matchers(Faults faults, JsonPointer where) {
        JsonNode texts = faults.yaml().json().at(where);
        if (!texts.isArray() || texts.isEmpty() || faults.spoils(where)) {
            return Optional.empty();
        }
        List<Matcher> all = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                all.addAll(MatcherText.read(texts.get(i).asText()));
            } catch (InvalidScopeException wrong) {
                wrongMatcher(faults, where.appendIndex(i), wrong);
            }
        }
        if (faults.spoils(where)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Scope.of(all));
        } catch (InvalidScopeException wrong) {
            wrongMatcher(faults, where, wrong);
            return Optional.empty();
        }
    }

    private static void wrongMatcher(Faults faults, JsonPointer where, InvalidScopeException wrong) {
        faults.add(
                where,
                wrong.getMessage(),
                "matchers of labels, as Alertmanager has them",
                "write for example matchers: [ 'team=\"ops\"', 'env!=\"dev\"' ]");
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

    /** Whom a rule or a window names. */
    static Naming naming(Faults faults, JsonNode rule, JsonPointer where) {
        JsonPointer notify = where.appendProperty("notify");
        return new Naming(rule.path("name").asText(""), usable(faults, notify), origin(faults, where, notify));
    }

    /** The targets of a list with which nothing is wrong. */
    static List<Target> usable(Faults faults, JsonPointer list) {
        JsonNode targets = faults.yaml().json().at(list);
        ArrayNode usable = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < targets.size(); i++) {
            if (!faults.isTold(list.appendIndex(i))) {
                usable.add(targets.get(i));
            }
        }
        return TargetJson.read(usable);
    }

    /** Where an entry and whom it names are written. */
    static Rule.Origin origin(Faults faults, JsonPointer where, JsonPointer notify) {
        return new Rule.Origin(
                faults.yaml().file(), faults.yaml().line(where), faults.yaml().line(notify));
    }

    private static Rule rule(JsonNode json, EventPattern when, Optional<Scope.OfMatchers> matchers, Naming naming) {
        Set<String> unless = new LinkedHashSet<>();
        json.path("unless").forEach(name -> unless.add(name.asText()));
        return new Rule(
                naming.rule(),
                json.path("description").asText(""),
                json.path("enabled").asBoolean(true),
                when,
                matchers,
                unless,
                Severity.ofWord(json.path("severity").asText("")),
                naming.targets(),
                json.path("final").asBoolean(false),
                Span.read(json.path("dedup").asText("")).orElse(Duration.ofMinutes(5)),
                json.path("resolved").asBoolean(true),
                Timing.read(json),
                Optional.ofNullable(json.path("escalate").textValue()),
                naming.origin());
    }
}
