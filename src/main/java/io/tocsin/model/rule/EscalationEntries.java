package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.EscalationPolicy;
import io.tocsin.model.incident.EscalationPolicy.Step;
import io.tocsin.model.recipient.Page;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The entries under {@code escalations:} of one rules file.
 *
 * @param sound those in which nothing is wrong, in the order of the file
 * @param named each name with its place, whatever else is wrong there
 * @param namings whom the steps name, likewise
 */
record EscalationEntries(List<EscalationPolicy> sound, List<Named> named, List<Naming> namings) {

    private static final JsonPointer LIST = JsonPointer.compile("/escalations");
    private static final String STEPS = "steps";
    private static final String NOTIFY = "notify";

    /** A name where it is written. */
    record Named(String name, Rule.Origin origin) {}

    /** Those of one file; what is wrong is added. */
    static EscalationEntries read(Faults faults) {
        EscalationEntries entries = new EscalationEntries(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (JsonPointer where : faults.yaml().entries(LIST)) {
            entries.add(faults, where);
        }
        return entries;
    }

    /** The places in which targets stand that a file's escalations name. */
    static List<JsonPointer> targets(Faults faults) {
        List<JsonPointer> all = new ArrayList<>();
        for (JsonPointer where : faults.yaml().entries(LIST)) {
            faults.yaml().entries(where.appendProperty(STEPS)).forEach(step -> all.add(step.appendProperty(NOTIFY)));
            all.add(where.appendProperty("unanswered"));
        }
        return all;
    }

    private void add(Faults faults, JsonPointer where) {
        JsonNode json = faults.yaml().json().at(where);
        String name = json.path("name").asText("");
        named.add(new Named(name, RuleFile.origin(faults, where, where)));
        JsonPointer unanswered = where.appendProperty("unanswered");
        namings.add(naming(faults, name, where, unanswered));
        for (JsonPointer step : faults.yaml().entries(where.appendProperty(STEPS))) {
            namings.add(naming(faults, name, where, step.appendProperty(NOTIFY)));
            turns(faults, step.appendProperty(NOTIFY));
        }
        if (!faults.spoils(where)) {
            EscalationPolicy policy = policy(json);
            neverReached(faults, where, policy);
            sound.add(policy);
        }
    }

    private static Naming naming(Faults faults, String name, JsonPointer where, JsonPointer notify) {
        return Naming.ofEscalation(
                new Naming(name, RuleFile.usable(faults, notify), RuleFile.origin(faults, where, notify)));
    }

    /** Turns are taken by the members of teams. */
    private static void turns(Faults faults, JsonPointer notify) {
        for (JsonPointer target : faults.yaml().entries(notify)) {
            JsonNode people = faults.yaml().json().at(target).path("people");
            if (people.path("roundRobin").asBoolean() && !people.has("teams")) {
                faults.add(
                        target.appendProperty("people").appendProperty("roundRobin"),
                        "roundRobin: true without `teams`",
                        "teams, one member of each of which is paged in turn",
                        "add teams, or remove roundRobin");
            }
        }
    }

    /** A step that would be due when all is over is a mistake. */
    private static void neverReached(Faults faults, JsonPointer where, EscalationPolicy policy) {
        Duration before = Duration.ZERO;
        for (int i = 0; i + 1 < policy.steps().size(); i++) {
            before = before.plus(shortest(policy.steps().get(i)));
            if (policy.most().isPresent() && before.compareTo(policy.most().get()) >= 0) {
                faults.add(
                        where.appendProperty(STEPS).appendIndex(i + 1),
                        "step " + (i + 2) + ", which comes " + Span.text(before)
                                + " after the first at the soonest, and max: "
                                + Span.text(policy.most().get()),
                        "a max that is longer than what comes before the last step",
                        "write a longer max, or shorter delays");
                return;
            }
        }
    }

    private static Duration shortest(Step step) {
        Duration shortest = step.delay().otherwise();
        for (Severity severity : Severity.values()) {
            Duration one = step.delay().of(severity);
            shortest = one.compareTo(shortest) < 0 ? one : shortest;
        }
        return shortest;
    }

    private static EscalationPolicy policy(JsonNode json) {
        List<Step> steps = new ArrayList<>();
        json.path(STEPS)
                .forEach(step -> steps.add(new Step(
                        pages(step.path(NOTIFY)),
                        Timing.waits(step.path("delay")),
                        Severity.ofWord(step.path("severity").asText("")))));
        return new EscalationPolicy(
                json.path("name").asText(),
                json.path("description").asText(""),
                steps,
                json.path("repeat").asInt(0),
                Span.read(json.path("max").asText("")),
                TargetJson.read(json.path("unanswered")),
                Span.read(json.path("acknowledgedFor").asText("")));
    }

    private static List<Page> pages(JsonNode targets) {
        List<Target> read = TargetJson.read(targets);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            JsonNode people = targets.get(i).path("people");
            pages.add(new Page(
                    read.get(i), people.path("roundRobin").asBoolean(), people.isObject() && !people.has("via")));
        }
        return pages;
    }

    /** Names that two have. */
    static List<Finding> repeatedNames(List<Named> all) {
        return repeatedNames("escalation", all);
    }

    /** The same of other entries. @param what they are */
    static List<Finding> repeatedNames(String what, List<Named> all) {
        Map<String, Named> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Named one : all) {
            Named other = one.name.isEmpty() ? null : first.putIfAbsent(one.name, one);
            if (other != null) {
                findings.add(new Finding(
                        one.origin.file(),
                        one.origin.line(),
                        "the " + what + "'s name `" + one.name + "` a second time",
                        "a name of its own for each " + what,
                        "rename one of the two (the first is in " + other.origin.file() + ":" + other.origin.line()
                                + ")"));
            }
        }
        return findings;
    }

    /** Rules that name an escalation that is not there. */
    static List<Finding> unknown(List<Rule> rules, List<Named> all) {
        TreeSet<String> names = all.stream().map(Named::name).collect(Collectors.toCollection(TreeSet::new));
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            rule.escalate()
                    .filter(name -> !names.contains(name))
                    .ifPresent(name -> findings.add(new Finding(
                            rule.origin().file(),
                            rule.origin().line(),
                            "the escalation `" + name + "` in rule `" + rule.name() + "`",
                            names.isEmpty()
                                    ? "the name of an escalation, and there is none"
                                    : "one of " + String.join(", ", names),
                            NearestWord.of(name, names)
                                    .map(word -> "did you mean `" + word + "`?")
                                    .orElse("add it under `escalations:`, in routes/rules/escalations.yaml say,"
                                            + " or name another"))));
        }
        return findings;
    }

    /** By their names; of two of one name the first. */
    static Map<String, EscalationPolicy> byName(List<EscalationPolicy> all) {
        return all.stream().collect(Collectors.toMap(EscalationPolicy::name, one -> one, (one, other) -> one));
    }
}
