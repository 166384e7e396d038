package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Faults;
import io.tocsin.files.FileText;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.SchemaCheck;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.InvalidPattern;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.ScopeJson;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Silences;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML file that says what happens, with the line of each entry: events for a simulation, or tests of rules. */
final class StoryFile {

    /** What the times of a file that does not say so count from: a Monday morning. */
    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    private static final SchemaCheck SCHEMA = SchemaCheck.shipped("rule-tests", Map.of());

    final Faults faults;
    private final Path folder;
    private final MappingSamples samples;

    private StoryFile(Faults faults, Path folder, MappingSamples samples) {
        this.faults = faults;
        this.folder = folder;
        this.samples = samples;
    }

    /** @throws InvalidFileException if it is no YAML */
    static StoryFile read(Path path, MappingSamples samples) {
        FileText text = FileText.read(path);
        return new StoryFile(
                SCHEMA.check(MarkedYaml.readAll(text.name(), text.content())),
                path.toAbsolutePath().getParent(),
                samples);
    }

    /** What stands at a place. */
    JsonNode at(JsonPointer where) {
        return faults.yaml().json().at(where);
    }

    /** The places of the entries of a list. */
    List<JsonPointer> entries(JsonPointer list) {
        return faults.yaml().entries(list);
    }

    /**
     * The time that a story begins.
     *
     * @param otherwise where it does not say so
     */
    Instant start(JsonPointer story, Instant otherwise) {
        JsonPointer place = story.appendProperty("start");
        String text = at(place).asText("");
        return Entry.instant(text).orElseGet(() -> {
            if (!text.isEmpty()) {
                faults.add(
                        place,
                        "start: " + faults.yaml().shown(place),
                        "a time such as 2026-01-05T09:00:00Z",
                        "write it so");
            }
            return otherwise;
        });
    }

    /** A time from the start of a story; empty where there is none, or it cannot be read, which is added. */
    Optional<Instant> time(JsonPointer place, Instant start) {
        if (at(place).isMissingNode()) {
            return Optional.empty();
        }
        Optional<Instant> time = entry(start).time(at(place).asText());
        if (time.isEmpty()) {
            faults.add(
                    place,
                    place.last().getMatchingProperty() + ": " + faults.yaml().shown(place),
                    "a length of time from the start such as 0s or 5m, or a time",
                    "write it so");
        }
        return time;
    }

    /** What happens, in the order of time. */
    List<Happening> events(JsonPointer story, Instant start) {
        List<Happening> all = new ArrayList<>();
        Entry entry = entry(start);
        for (JsonPointer place : entries(story.appendProperty("events"))) {
            if (faults.spoils(place)) {
                continue;
            }
            try {
                all.add(entry.read(at(place)));
            } catch (WrongEntryException wrong) {
                faults.add(
                        wrong.field.isEmpty() ? place : place.appendProperty(wrong.field),
                        wrong.found,
                        wrong.expected,
                        wrong.fix);
            }
        }
        all.sort(Comparator.comparing(Happening::at)); // stable: of one time in the order of the file
        return all;
    }

    private Entry entry(Instant start) {
        return new Entry(Optional.of(start), folder, samples);
    }

    /** The silences that there are. */
    Silences silences(JsonPointer story, Instant start) {
        List<Silence> all = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (JsonPointer place : entries(story.appendProperty("silences"))) {
            ownName(place, "silence", lines);
            Optional<Instant> from = time(place.appendProperty("from"), start);
            Optional<Instant> until = time(place.appendProperty("until"), start);
            Optional<Scope> scope = scope(place);
            if (scope.isPresent() && until.isPresent() && !faults.spoils(place)) {
                JsonNode json = at(place);
                all.add(new Silence(
                        json.path("name").asText(),
                        scope.get(),
                        from.orElse(start),
                        until.get(),
                        json.path("author").asText("somebody"),
                        json.path("comment").asText(""),
                        start));
            }
        }
        return Silences.of(all);
    }

    /** Says that an entry has the name of an earlier one. @param lines where each name stands that was read before */
    void ownName(JsonPointer entry, String what, Map<String, Integer> lines) {
        String text = at(entry).path("name").asText("");
        Integer first =
                text.isEmpty() ? null : lines.putIfAbsent(text, faults.yaml().line(entry));
        if (first != null) {
            JsonPointer name = entry.appendProperty("name");
            faults.add(
                    name,
                    "the " + what + " name " + faults.yaml().shown(name) + " a second time",
                    "a name of its own for each " + what,
                    "rename one of the two (the first is on line " + first + ")");
        }
    }

    private Optional<Scope> scope(JsonPointer silence) {
        JsonPointer when = silence.appendProperty("when");
        JsonPointer matchers = silence.appendProperty("matchers");
        if (at(when).isObject() && !at(when).isEmpty()) {
            List<InvalidPattern> wrong = EventPattern.faults(at(when));
            for (InvalidPattern part : wrong) {
                JsonPointer place = when.append(part.where());
                faults.add(place, "the pattern " + faults.yaml().shown(place), part.expected(), part.fix());
            }
            return wrong.isEmpty() ? Optional.of(Scope.of(EventPattern.compile(at(when)))) : Optional.empty();
        }
        if (!at(matchers).isArray()) {
            return Optional.empty();
        }
        try {
            ObjectNode scope = JsonNodeFactory.instance.objectNode();
            scope.set("matchers", at(matchers));
            return Optional.of(ScopeJson.read(scope));
        } catch (InvalidScopeException wrong) {
            faults.add(
                    matchers,
                    "matchers: " + wrong.getMessage(),
                    "matchers such as alertname=\"DiskFull\"",
                    "correct them");
            return Optional.empty();
        }
    }
}
