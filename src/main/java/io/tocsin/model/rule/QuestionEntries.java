package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.Faults;
import io.tocsin.files.Finding;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.time.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The entries under {@code questions:} of one rules file.
 *
 * @param sound those in which nothing is wrong, in the order of the file
 * @param named each name with its place, whatever else is wrong there
 * @param namings whom each asks and which receiver takes its answer, likewise
 */
record QuestionEntries(List<QuestionEntry> sound, List<EscalationEntries.Named> named, List<Naming> namings) {

    private static final JsonPointer ALL = JsonPointer.compile("/questions");

    /** What of an approval a pattern can ask for: the rest is there of alerts alone. */
    private static final Set<String> FIELDS = Set.of("source", "labels", "$or");

    /** The places of all entries of a file. */
    static List<JsonPointer> places(Faults faults) {
        return faults.yaml().entries(ALL);
    }

    /** Those of one file; what is wrong is added. */
    static QuestionEntries read(Faults faults) {
        QuestionEntries entries = new QuestionEntries(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        places(faults).forEach(where -> entries.add(faults, where));
        return entries;
    }

    private void add(Faults faults, JsonPointer where) {
        JsonNode json = faults.yaml().json().at(where);
        String name = json.path("name").asText("");
        named.add(new EscalationEntries.Named(name, RuleFile.origin(faults, where, where)));
        JsonPointer ask = where.appendProperty("ask");
        JsonPointer answerTo = where.appendProperty("answerTo");
        namings.add(
                Naming.ofQuestion(new Naming(name, RuleFile.usable(faults, ask), RuleFile.origin(faults, where, ask))));
        if (json.path("answerTo").isTextual()) {
            namings.add(Naming.ofAnswers(new Naming(
                    name,
                    List.of(new Target.Receiver(json.path("answerTo").textValue())),
                    RuleFile.origin(faults, where, answerTo))));
        }
        JsonPointer when = where.appendProperty("when");
        Optional<EventPattern> pattern = RuleFile.compile(faults, when);
        neverFits(faults, when);
        if (pattern.isPresent() && !faults.spoils(where)) {
            sound.add(entry(json, pattern.get()));
        }
    }

    private static void neverFits(Faults faults, JsonPointer when) {
        faults.yaml().json().at(when).fieldNames().forEachRemaining(field -> {
            JsonPointer place = when.appendProperty(field);
            if (!FIELDS.contains(field) && !faults.isTold(place)) {
                faults.add(
                        place,
                        "`" + field + "` in the pattern of a question",
                        "source or labels: what waits for an answer has no other fields",
                        "ask for labels: pipeline, stage, action, account or region");
            }
        });
    }

    private static QuestionEntry entry(JsonNode json, EventPattern when) {
        List<String> from = new ArrayList<>();
        json.path("from").forEach(source -> from.add(source.asText()));
        ArrayNode by = JsonNodeFactory.instance.arrayNode();
        by.addObject().set("people", json.path("by"));
        return new QuestionEntry(
                json.path("name").asText(),
                json.path("description").asText(""),
                when,
                from,
                Severity.ofWord(json.path("severity").asText("")).orElse(Severity.MEDIUM),
                TargetJson.read(json.path("ask")),
                (Target.People) TargetJson.read(by).get(0),
                json.path("notWhoPushed").asBoolean(false),
                json.path("approvals").asInt(1),
                Span.read(json.path("within").asText("")),
                json.path("answerTo").asText());
    }

    /** Names that two have. */
    static List<Finding> repeatedNames(List<QuestionEntries> files) {
        return EscalationEntries.repeatedNames(
                "question", files.stream().flatMap(file -> file.named.stream()).toList());
    }
}
