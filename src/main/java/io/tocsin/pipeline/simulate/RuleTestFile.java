package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.NearestWord;
import io.tocsin.model.incident.Kind;
import io.tocsin.model.silence.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the tests of one file. */
final class RuleTestFile {

    private static final JsonPointer TESTS = JsonPointer.compile("/tests");

    private final StoryFile file;
    private final Names names;
    private final Instant begin;

    /**
     * Who and what a test can name.
     *
     * @param notified receivers and people
     * @param receivers the receivers
     * @param holders windows, inhibitions and rules with hours, as what holds something back is called
     */
    record Names(Set<String> notified, Set<String> receivers, Set<String> holders) {}

    RuleTestFile(StoryFile file, Names names) {
        this.file = file;
        this.names = names;
        this.begin = file.start(JsonPointer.empty(), StoryFile.START);
    }

    /** Those in which nothing is wrong; what is wrong is added to the file's faults. */
    List<RuleTest> read() {
        if (!file.at(TESTS).isArray()) {
            file.faults.add(JsonPointer.empty(), "no `tests`", "a list of tests", "add it, see docs/testing-rules.md");
        }
        List<RuleTest> tests = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (JsonPointer where : file.entries(TESTS)) {
            file.ownName(where, "test", lines);
            RuleTest test = read(where);
            if (!file.faults.spoils(where)) {
                tests.add(test);
            }
        }
        return tests;
    }

    private RuleTest read(JsonPointer where) {
        Instant start = file.start(where, begin);
        List<Happening> events = file.events(where, start);
        Silences silences = file.silences(where, start);
        List<RuleTest.Expected> expect = new ArrayList<>();
        file.entries(where.appendProperty("expect")).forEach(place -> expect.add(expected(place, start)));
        List<RuleTest.Held> held = new ArrayList<>();
        file.entries(where.appendProperty("held")).forEach(place -> held.add(held(where, place, start)));
        List<String> only = texts(where.appendProperty("only")).orElse(List.of());
        for (int i = 0; i < only.size(); i++) {
            known(where.appendProperty("only").appendIndex(i), names.notified, "only", "receiver or person");
        }
        return new RuleTest(
                where,
                file.at(where).path("name").asText(),
                start,
                file.time(where.appendProperty("until"), start).orElseGet(() -> end(start, events, expect)),
                events,
                silences,
                only,
                expect,
                held);
    }

    /** An hour after all that is said to happen. */
    private static Instant end(Instant start, List<Happening> events, List<RuleTest.Expected> expect) {
        return Stream.concat(
                        events.stream().map(Happening::at),
                        expect.stream().map(RuleTest.Expected::until).filter(time -> time.isBefore(Instant.MAX)))
                .max(Comparator.naturalOrder())
                .orElse(start)
                .plus(Duration.ofHours(1));
    }

    private RuleTest.Expected expected(JsonPointer place, Instant start) {
        JsonNode json = file.at(place);
        known(place.appendProperty("to"), names.notified, "to", "receiver or person");
        known(place.appendProperty("through"), names.receivers, "through", "receiver");
        JsonPointer within = place.appendProperty("within");
        Optional<Instant> at = file.time(place.appendProperty("at"), start);
        Optional<Instant> from = at.or(() -> file.time(within.appendIndex(0), start));
        Optional<Instant> until = at.or(() -> file.time(within.appendIndex(1), start));
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            file.faults.add(
                    within, "within: " + file.faults.yaml().shown(within), "the earlier of both first", "swap them");
        }
        return new RuleTest.Expected(
                place,
                json.path("to").asText(),
                Optional.ofNullable(json.path("through").textValue()),
                Optional.ofNullable(json.path("kind").textValue()).flatMap(RuleTestFile::kind),
                from.orElse(start),
                until.orElse(Instant.MAX),
                texts(place.appendProperty("alerts")),
                texts(place.appendProperty("over")));
    }

    private RuleTest.Held held(JsonPointer test, JsonPointer place, Instant start) {
        Set<String> holders = new TreeSet<>(names.holders);
        file.entries(test.appendProperty("silences"))
                .forEach(silence ->
                        holders.add("silence " + file.at(silence).path("name").asText()));
        known(place.appendProperty("by"), holders, "by", "silence, window, inhibition or hours");
        return new RuleTest.Held(
                place,
                texts(place.appendProperty("alerts")).orElse(List.of()),
                file.at(place).path("by").asText(),
                file.time(place.appendProperty("until"), start));
    }

    private void known(JsonPointer place, Set<String> known, String field, String what) {
        String name = file.at(place).asText("");
        if (name.isEmpty() || known.contains(name)) {
            return;
        }
        file.faults.add(
                place,
                field + ": `" + name + "`, which is no " + what,
                known.isEmpty()
                        ? "a " + what + ", and there is none"
                        : "one of " + String.join(", ", new TreeSet<>(known)),
                NearestWord.of(name, known)
                        .map(word -> "did you mean `" + word + "`?")
                        .orElse("correct the name"));
    }

    private static Optional<Kind> kind(String word) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private Optional<List<String>> texts(JsonPointer place) {
        JsonNode array = file.at(place);
        if (!array.isArray()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return Optional.of(texts);
    }
}
