package io.tocsin.model.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Faults;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.alert.SeverityWords;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.InvalidPattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what a pattern asks for and no alert can ever have: a word that is none of a status or severity, a number where an
 * alert holds text, a field within a text. Such a rule is well written, and never told anybody anything.
 */
final class PatternFit {
    private static final String OR = "$or";
    private static final Map<String, List<String>> WORDS = Map.of(
            "severity", Stream.of(Severity.values()).map(Severity::word).toList(),
            "status", Stream.of(AlertStatus.values()).map(AlertStatus::word).toList());
    private static final Map<String, Set<String>> WITH_FIELDS = Map.of("links", Set.of("text", "href"));
    private static final Set<String> WITH_NAMES = Set.of("labels", "annotations");

    private final Faults faults;
    private final MarkedYaml yaml;

    private PatternFit(Faults faults) {
        this.faults = faults;
        this.yaml = faults.yaml();
    }

    /** Adds what can never fit, of the pattern at a place of the file. */
    static void look(Faults faults, JsonPointer where) {
        PatternFit fit = new PatternFit(faults);
        fit.pattern(where);
        if (!faults.spoils(where)) {
            fit.endsAlone(where.appendProperty("status"));
        }
    }

    /** The same of a pattern that says which alerts are put together: it is asked of beginnings alone. */
    static void lookAtGrouping(Faults faults, JsonPointer where) {
        PatternFit fit = new PatternFit(faults);
        fit.pattern(where);
        JsonPointer status = where.appendProperty("status");
        JsonNode said = faults.yaml().json().at(status);
        if (!faults.spoils(where) && said.isArray() && !fits(said, AlertStatus.FIRING)) {
            fit.tell(
                    status,
                    "a status that no beginning has",
                    AlertStatus.FIRING.word() + ": an alert is put to others when it begins to fire",
                    "leave `status` out");
        }
    }

    /** Nobody is told an end whose beginning nobody was told, so that a rule for ends alone never tells anything. */
    private void endsAlone(JsonPointer where) {
        JsonNode status = yaml.json().at(where);
        if (status.isArray() && !fits(status, AlertStatus.FIRING) && fits(status, AlertStatus.RESOLVED)) {
            tell(
                    where,
                    "a rule for the status " + AlertStatus.RESOLVED.word() + " alone, which never notifies anybody",
                    AlertStatus.FIRING.word() + " among them: who was notified of a beginning is notified of its end",
                    "write status: [ " + AlertStatus.FIRING.word()
                            + " ]; without `resolved: false` its ends are sent, too");
        }
    }

    private static boolean fits(JsonNode list, AlertStatus status) {
        ObjectNode pattern = JsonNodeFactory.instance.objectNode();
        pattern.set("status", list);
        try {
            return EventPattern.compile(pattern)
                    .matches(JsonNodeFactory.instance.objectNode().put("status", status.word()));
        } catch (InvalidPattern toldElsewhere) {
            return true;
        }
    }

    private void pattern(JsonPointer where) {
        for (Map.Entry<String, JsonNode> field : yaml.json().at(where).properties()) {
            JsonPointer place = where.appendProperty(field.getKey());
            if (field.getKey().equals(OR)) {
                for (int i = 0; i < field.getValue().size(); i++) {
                    pattern(place.appendIndex(i));
                }
            } else {
                field(field.getKey(), field.getValue(), place);
            }
        }
    }

    private void field(String name, JsonNode said, JsonPointer where) {
        boolean named = WITH_NAMES.contains(name);
        Set<String> fields = WITH_FIELDS.getOrDefault(name, Set.of());
        if (said.isArray() && (named || !fields.isEmpty())) {
            String example = named ? name + ": { env: [ prod ] }" : name + ": { href: [ { prefix: \"https://\" } ] }";
            tell(where, "a list for `" + name + "`", "its parts, each with a list: " + example, "name the part");
        } else if (said.isArray()) {
            values(name, said, where);
        } else if (named) {
            names(name, said, where);
        } else {
            said.fieldNames().forEachRemaining(part -> {
                if (fields.contains(part)) {
                    values(name + "." + part, said.path(part), where.appendProperty(part));
                } else {
                    tell(
                            where.appendProperty(part),
                            "`" + part + "` within `" + name + "`",
                            fields.isEmpty()
                                    ? "a list: `" + name + "` is a text"
                                    : "one of " + String.join(", ", fields),
                            "write " + name + ": [ ... ]");
                }
            });
        }
    }

    /** A name with dots may be written as objects within each other. */
    private void names(String path, JsonNode said, JsonPointer where) {
        said.properties().forEach(part -> {
            String name = path + "." + part.getKey();
            JsonPointer place = where.appendProperty(part.getKey());
            if (part.getValue().isArray()) {
                values(name, part.getValue(), place);
            } else {
                names(name, part.getValue(), place);
            }
        });
    }

    private void values(String field, JsonNode list, JsonPointer where) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode value = list.get(i);
            JsonPointer place = where.appendIndex(i);
            if (value.has("numeric")) {
                tell(
                        place,
                        "`numeric` for `" + field + "`",
                        "a text: an alert holds no numbers, so that this never fits",
                        "compare in the mapping, where the payload has its numbers, and set the severity there");
            } else if (value.has("anything-but")) {
                JsonNode excluded = value.path("anything-but");
                Iterable<JsonNode> all = excluded.isArray() ? excluded : List.of(excluded);
                all.forEach(one -> value(field, one, place));
            } else {
                value(field, value, place);
            }
        }
    }

    private void value(String field, JsonNode value, JsonPointer where) {
        if (value.isNumber() || value.isBoolean() || value.isNull()) {
            tell(
                    where,
                    "`" + value + "` without quotes for `" + field + "`",
                    "a text: everything in an alert is one, so that this never fits",
                    value.isNull() ? "write { exists: false }" : "write \"" + value.asText() + "\"");
        } else if (WORDS.containsKey(field) && !value.has("exists") && fitsNone(field, value)) {
            List<String> known = WORDS.get(field);
            tell(where, field + ": " + shown(value), "one of " + String.join(", ", known), meant(field, value, known));
        }
    }

    /** Whether the field can have no word that this fits. */
    private static boolean fitsNone(String field, JsonNode value) {
        if (value.isTextual()) {
            return !WORDS.get(field).contains(value.textValue());
        }
        ObjectNode pattern = JsonNodeFactory.instance.objectNode();
        pattern.putArray(field).add(value);
        try {
            EventPattern compiled = EventPattern.compile(pattern);
            return WORDS.get(field).stream()
                    .map(word -> JsonNodeFactory.instance.objectNode().put(field, word))
                    .noneMatch(compiled::matches);
        } catch (InvalidPattern toldElsewhere) {
            return false;
        }
    }

    /** The nearest word; or the hub's own for a word of senders, since alerts hold the hub's. */
    private static String meant(String field, JsonNode value, List<String> known) {
        String written = value.asText();
        if (field.equals("severity") && value.isTextual()) {
            var meaning = SeverityWords.shipped().meaning(written);
            if (meaning.isPresent()) {
                return "write " + meaning.get().word() + ": senders' words are translated before rules see them";
            }
        }
        return NearestWord.of(written, known)
                .map(word -> "did you mean `" + word + "`?")
                .orElse("use one of them");
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private void tell(JsonPointer where, String found, String expected, String fix) {
        faults.add(where, found, expected, fix);
    }
}
