package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.Finding;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.checkin.CheckIn;
import io.tocsin.model.checkin.Terms;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The entries under {@code check-ins:} of one rules file.
 *
 * @param sound those in which nothing is wrong, in the order of the file
 * @param named each name with its place, whatever else is wrong there
 */
record CheckInEntries(List<CheckIn> sound, List<EscalationEntries.Named> named) {

    private static final JsonPointer ALL = JsonPointer.compile("/check-ins");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Those of one file; what is wrong is added. */
    static CheckInEntries read(Faults faults) {
        CheckInEntries entries = new CheckInEntries(new ArrayList<>(), new ArrayList<>());
        faults.yaml().entries(ALL).forEach(where -> entries.add(faults, where));
        return entries;
    }

    private void add(Faults faults, JsonPointer where) {
        JsonNode json = faults.yaml().json().at(where);
        named.add(new EscalationEntries.Named(json.path("name").asText(""), RuleFile.origin(faults, where, where)));
        if (faults.spoils(where)) {
            return;
        }
        Duration every = span(faults, where.appendProperty("every"), SHORTEST).orElseThrow();
        Optional<Duration> grace = span(faults, where.appendProperty("grace"), Duration.ZERO);
        if (!faults.spoils(where)) {
            sound.add(new CheckIn(
                    json.path("name").asText(),
                    json.path("description").asText(""),
                    grace.map(told -> new Terms(every, told)).orElseGet(() -> Terms.of(every)),
                    Severity.ofWord(json.path("severity").asText()).orElse(Severity.HIGH),
                    Optional.of(json.path("title").asText("")).filter(title -> !title.isBlank()),
                    texts(json.path("labels")),
                    texts(json.path("annotations"))));
        }
    }

    /** Empty where it is not there. */
    private static Optional<Duration> span(Faults faults, JsonPointer where, Duration least) {
        Optional<Duration> length = Span.read(faults.yaml().json().at(where).asText(""));
        length.filter(told -> told.compareTo(least) < 0 || told.compareTo(LONGEST) > 0)
                .ifPresent(told -> faults.add(
                        where,
                        where.toString().replaceAll(".*/", "") + ": " + Span.text(told),
                        (least.isZero() ? "" : Span.text(least) + " at least, ") + Span.text(LONGEST) + " at most",
                        "write a " + (told.compareTo(least) < 0 ? "longer" : "shorter") + " time"));
        return length;
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new TreeMap<>();
        json.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    /** Names that two have. */
    static List<Finding> repeatedNames(List<CheckInEntries> files) {
        return EscalationEntries.repeatedNames(
                "check-in", files.stream().flatMap(file -> file.named.stream()).toList());
    }

    /** By their names, in the order of the files; of two of one name the first. */
    static Map<String, CheckIn> byName(List<CheckInEntries> files) {
        Map<String, CheckIn> all = new LinkedHashMap<>();
        files.stream().flatMap(file -> file.sound.stream()).forEach(one -> all.putIfAbsent(one.name(), one));
        return all;
    }
}
