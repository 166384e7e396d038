package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.Finding;
import io.tocsin.files.MarkedYaml;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.time.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries under {@code incidents:} of rules files. */
final class GroupingEntries {

    private static final JsonPointer ALL = JsonPointer.compile("/incidents");

    private GroupingEntries() {}

    /** Those of one file in which nothing is wrong, in its order; what is wrong is added. */
    static List<Grouping> read(Faults faults) {
        List<Grouping> sound = new ArrayList<>();
        for (JsonPointer where : faults.yaml().entries(ALL)) {
            JsonPointer when = where.appendProperty("when");
            Optional<EventPattern> pattern = RuleFile.compile(faults, when);
            PatternFit.lookAtGrouping(faults, when);
            Optional<Scope.OfMatchers> matchers = RuleFile.matchers(faults, where.appendProperty("matchers"));
            if (!faults.spoils(where)) {
                sound.add(grouping(faults.yaml(), where, pattern, matchers));
            }
        }
        return sound;
    }

    private static Grouping grouping(
            MarkedYaml yaml, JsonPointer where, Optional<EventPattern> when, Optional<Scope.OfMatchers> matchers) {
        JsonNode json = yaml.json().at(where);
        List<String> by = new ArrayList<>();
        json.path("by").forEach(field -> by.add(field.asText()));
        return new Grouping(
                json.path("name").asText(),
                json.path("description").asText(""),
                when,
                matchers,
                by,
                Span.read(json.path("resolveAfter").asText("")),
                flapping(json.path("flapping")),
                new Rule.Origin(yaml.file(), yaml.line(where), yaml.line(where)));
    }

    private static Optional<Flapping.Limit> flapping(JsonNode json) {
        return Span.read(json.path("within").asText(""))
                .map(within -> new Flapping.Limit(json.path("changes").asInt(), within));
    }

    /** What is wrong with groupings of several files: a name that two have, and one that is never asked. */
    static List<Finding> together(List<Grouping> all) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Grouping grouping = all.get(i);
            List<Grouping> before = all.subList(0, i);
            before.stream()
                    .filter(other -> other.name().equals(grouping.name()))
                    .findFirst()
                    .ifPresent(other -> findings.add(finding(
                            grouping,
                            "the name `" + grouping.name() + "` a second time under `incidents`",
                            "a name of its own for each entry",
                            "rename one of the two (the first is in " + place(other) + ")")));
            before.stream()
                    .filter(Grouping::takesAll)
                    .findFirst()
                    .ifPresent(other -> findings.add(finding(
                            grouping,
                            "`" + grouping.name() + "` behind `" + other.name() + "`, which takes every alert",
                            "entries without `when` behind all others: the first that fits takes an alert",
                            "give `" + other.name() + "` a `when` (it is in " + place(other)
                                    + "), or move it behind")));
        }
        return findings;
    }

    private static Finding finding(Grouping grouping, String found, String expected, String fix) {
        return new Finding(grouping.origin().file(), grouping.origin().line(), found, expected, fix);
    }

    private static String place(Grouping grouping) {
        return grouping.origin().file() + ":" + grouping.origin().line();
    }
}
