package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.Finding;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Window;
import io.tocsin.model.time.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one rules file says of holding back.
 *
 * @param windows its maintenance windows in which nothing is wrong
 * @param inhibitions its inhibitions in which nothing is wrong
 * @param named where each name stands, whatever else is wrong there
 * @param namings whom its windows name, likewise
 */
record HoldsFile(List<Window> windows, List<Inhibition> inhibitions, List<Named> named, List<Naming> namings) {

    /** A window or an inhibition, for what is said of two of one name. */
    private record Named(String what, String name, String file, int line) {}

    static HoldsFile read(Faults faults) {
        HoldsFile held = new HoldsFile(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (JsonPointer where : faults.yaml().entries(JsonPointer.compile("/windows"))) {
            held.name(faults, "window", where);
            JsonNode json = faults.yaml().json().at(where);
            if (json.has("notify")) {
                held.namings.add(Naming.ofWindow(RuleFile.naming(faults, json, where)));
            }
            held.window(faults, where).ifPresent(held.windows::add);
        }
        for (JsonPointer where : faults.yaml().entries(JsonPointer.compile("/inhibit"))) {
            held.name(faults, "inhibition", where);
            held.inhibition(faults, where).ifPresent(held.inhibitions::add);
        }
        return held;
    }

    /** Those of all files. */
    static FileHolds all(List<HoldsFile> files) {
        return new FileHolds(
                files.stream().flatMap(file -> file.windows.stream()).toList(),
                files.stream().flatMap(file -> file.inhibitions.stream()).toList(),
                files.stream()
                        .flatMap(file -> file.named.stream())
                        .filter(one -> one.what.equals("window"))
                        .collect(Collectors.toMap(
                                Named::name, one -> one.file + ":" + one.line, (first, second) -> first)));
    }

    static List<Finding> repeatedNames(List<HoldsFile> files) {
        Map<String, Named> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        files.stream().flatMap(file -> file.named.stream()).forEach(one -> {
            Named other = first.putIfAbsent(one.what + " " + one.name, one);
            if (other != null) {
                findings.add(new Finding(
                        one.file,
                        one.line,
                        "the " + one.what + "'s name `" + one.name + "` a second time",
                        "a name of its own for each " + one.what,
                        "rename one of the two (the first is in " + other.file + ":" + other.line + ")"));
            }
        });
        return findings;
    }

    private void name(Faults faults, String what, JsonPointer where) {
        String name = faults.yaml().json().at(where).path("name").asText("");
        if (!name.isEmpty()) {
            named.add(new Named(what, name, faults.yaml().file(), faults.yaml().line(where)));
        }
    }

    private Optional<Inhibition> inhibition(Faults faults, JsonPointer where) {
        Optional<Scope> source = scope(faults, where, "source");
        Optional<Scope> target = scope(faults, where, "target");
        JsonNode json = faults.yaml().json().at(where);
        if (source.isEmpty() || target.isEmpty() || faults.spoils(where)) {
            return Optional.empty();
        }
        List<String> equal = new ArrayList<>();
        json.path("equal").forEach(field -> equal.add(field.asText()));
        return Optional.of(new Inhibition(
                json.path("name").asText(), json.path("description").asText(""), source.get(), target.get(), equal));
    }

    /** By a pattern or by matchers: {@code source} or {@code sourceMatchers}. */
    private static Optional<Scope> scope(Faults faults, JsonPointer where, String side) {
        JsonPointer matchers = where.appendProperty(side + "Matchers");
        JsonNode json = faults.yaml().json().at(where);
        if (json.has(side) == json.has(side + "Matchers")) {
            faults.add(
                    json.has(side) ? matchers : where.appendProperty(side),
                    (json.has(side) ? "both `" : "neither `") + side + "` " + (json.has(side) ? "and" : "nor") + " `"
                            + side + "Matchers`",
                    "one of them",
                    json.has(side) ? "remove one of the two" : "add it");
            return Optional.empty();
        }
        return json.has(side)
                ? RuleFile.compile(faults, where.appendProperty(side)).map(Scope::of)
                : RuleFile.matchers(faults, matchers).map(one -> one);
    }

    private Optional<Window> window(Faults faults, JsonPointer where) {
        Optional<EventPattern> when = RuleFile.compile(faults, where.appendProperty("when"));
        JsonNode json = faults.yaml().json().at(where);
        if (when.isEmpty() || faults.spoils(where)) {
            return Optional.empty();
        }
        return times(faults, where, json)
                .map(times -> new Window(
                        json.path("name").asText(),
                        json.path("description").asText(""),
                        when.get(),
                        times,
                        TargetJson.read(json.path("notify"))));
    }

    private static Optional<Recurrence> times(Faults faults, JsonPointer where, JsonNode json) {
        Optional<LocalDateTime> start =
                value(faults, where.appendProperty("start"), "a time such as 2026-01-31T02:00", LocalDateTime::parse);
        Optional<ZoneId> zone =
                value(faults, where.appendProperty("zone"), "a time zone such as Europe/Berlin or UTC", ZoneId::of);
        Optional<Duration> length = Span.read(json.path("for").asText());
        if (length.filter(time -> time.compareTo(Recurrence.LONGEST) > 0).isPresent()) {
            JsonPointer place = where.appendProperty("for");
            faults.add(place, "for: " + faults.yaml().shown(place), "at most 366d", "write a shorter time");
            return Optional.empty();
        }
        Set<LocalDate> except = new LinkedHashSet<>();
        for (int i = 0; i < json.path("except").size(); i++) {
            value(faults, where.appendProperty("except").appendIndex(i), "a day such as 2026-12-24", LocalDate::parse)
                    .ifPresent(except::add);
        }
        if (start.isEmpty() || zone.isEmpty() || length.isEmpty()) {
            return Optional.empty();
        }
        if (!json.has("repeat")) {
            return Optional.of(Recurrence.once(start.get(), length.get(), zone.get()));
        }
        JsonPointer repeat = where.appendProperty("repeat");
        try {
            return Optional.of(Recurrence.of(
                    start.get(), length.get(), zone.get(), json.path("repeat").asText(), except));
        } catch (IllegalArgumentException wrong) {
            faults.add(
                    repeat,
                    "repeat: " + faults.yaml().shown(repeat),
                    wrong.getMessage(),
                    "write for example \"FREQ=WEEKLY;BYDAY=SA,SU\"");
            return Optional.empty();
        }
    }

    private interface Reader<T> {
        T read(String text);
    }

    private static <T> Optional<T> value(Faults faults, JsonPointer where, String expected, Reader<T> reader) {
        String text = faults.yaml().json().at(where).asText("");
        try {
            return Optional.of(reader.read(text));
        } catch (DateTimeException wrong) {
            String field = where.toString().replaceAll("^/\\w+/\\d+/", "").replaceAll("/.*", "");
            faults.add(where, field + ": " + faults.yaml().shown(where), expected, "write " + expected);
            return Optional.empty();
        }
    }
}
