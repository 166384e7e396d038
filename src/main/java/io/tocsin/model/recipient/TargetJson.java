package io.tocsin.model.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Targets as a rule's {@code notify} writes them and as the store keeps them: an array of receivers' names and of
 * {@code {"people": {names, teams, schedules, audience, via}}}.
 */
public final class TargetJson {
    private static final String PEOPLE = "people";
    private static final String NAMES = "names";
    private static final String TEAMS = "teams";
    private static final String SCHEDULES = "schedules";
    private static final String AUDIENCE = "audience";
    private static final String VIA = "via";
    private static final String DEFAULT = "default";

    private TargetJson() {}

    /** The targets of an array that the rules' schema accepts; none where it is none. */
    public static List<Target> read(JsonNode targets) {
        List<Target> read = new ArrayList<>();
        targets.forEach(target ->
                read.add(target.isTextual() ? new Target.Receiver(target.textValue()) : people(target.path(PEOPLE))));
        return List.copyOf(read);
    }

    /** The same array again. */
    public static ArrayNode write(List<Target> targets) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Target target : targets) {
            if (target instanceof Target.Receiver receiver) {
                array.add(receiver.name());
            } else if (target instanceof Target.People people) {
                array.addObject().set(PEOPLE, json(people));
            }
        }
        return array;
    }

    private static Target.People people(JsonNode people) {
        return new Target.People(
                words(people.path(NAMES)),
                words(people.path(TEAMS)),
                words(people.path(SCHEDULES)),
                Audience.ofWord(people.path(AUDIENCE).asText("")),
                via(people.path(VIA)));
    }

    private static Via via(JsonNode via) {
        if (!via.isObject()) {
            return Via.always(words(via));
        }
        Map<Severity, List<String>> bySeverity = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            Optional.ofNullable(via.get(severity.word())).ifPresent(kinds -> bySeverity.put(severity, words(kinds)));
        }
        return new Via(bySeverity, words(via.path(DEFAULT)));
    }

    private static ObjectNode json(Target.People people) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (!people.names().isEmpty()) {
            node.set(NAMES, array(people.names()));
        }
        if (!people.teams().isEmpty()) {
            node.set(TEAMS, array(people.teams()));
        }
        if (!people.schedules().isEmpty()) {
            node.set(SCHEDULES, array(people.schedules()));
        }
        people.audience().ifPresent(audience -> node.put(AUDIENCE, audience.word()));
        Via via = people.via();
        if (via.bySeverity().isEmpty()) {
            node.set(VIA, array(via.otherwise()));
        } else {
            ObjectNode kinds = node.putObject(VIA);
            via.bySeverity().keySet().stream()
                    .sorted()
                    .forEach(severity ->
                            kinds.set(severity.word(), array(via.bySeverity().get(severity))));
            kinds.set(DEFAULT, array(via.otherwise()));
        }
        return node;
    }

    private static ArrayNode array(List<String> words) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        words.forEach(array::add);
        return array;
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }
}
