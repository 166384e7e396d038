package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tocsin.files.NearestWord;
import io.tocsin.model.recipient.Audience;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.schedule.Schedule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom a window's beginnings and ends are told, in requests and answers, as a rule's {@code notify} has it.
 *
 * @param receivers the receivers that there are
 * @param recipients the people and teams that there are
 */
record NotifyFields(Set<String> receivers, Recipients recipients) {

    private static final int MOST = 50;
    private static final Set<String> OF_PEOPLE = Set.of("names", "teams", "schedules", "audience", "via");

    /** @throws RefusedException where it is no such list, or names whom there is not */
    List<Target> read(JsonNode notify) {
        if (notify.isMissingNode() || notify.isNull()) {
            return List.of();
        }
        if (!notify.isArray() || notify.size() > MOST) {
            throw wrong(notify, "a list of receivers and { \"people\": ... }, at most " + MOST);
        }
        for (JsonNode one : notify) {
            if (one.isTextual()) {
                known("receiver", one.asText(), receivers);
            } else {
                people(one);
            }
        }
        return TargetJson.read(notify);
    }

    private void people(JsonNode one) {
        JsonNode people = one.path("people");
        Set<String> others = new HashSet<>();
        people.fieldNames().forEachRemaining(others::add);
        others.removeAll(OF_PEOPLE);
        boolean isOne = one.size() == 1 && people.isObject() && others.isEmpty();
        boolean namesSome = isWords(people.path("names"))
                || isWords(people.path("teams"))
                || isWords(people.path("schedules"))
                || people.has("audience");
        if (!isOne || !namesSome || !isWords(people.path("via"))) {
            throw wrong(
                    one,
                    "a receiver's name, or {\"people\": {\"names\": [...], \"teams\": [...], \"schedules\": [...], \"audience\": \"...\", \"via\": [\"email\"]}}");
        }
        people.path("names").forEach(name -> known("person", name.asText(), recipients.names()));
        people.path("teams").forEach(name -> known("team", name.asText(), recipients.teamNames()));
        Set<String> schedules =
                recipients.schedules().stream().map(Schedule::name).collect(Collectors.toSet());
        people.path("schedules").forEach(name -> known("schedule", name.asText(), schedules));
        people.path("via").forEach(kind -> known("kind of address", kind.asText(), recipients.kinds()));
        if (people.has("audience")
                && Audience.ofWord(people.path("audience").asText()).isEmpty()) {
            throw wrong(people.path("audience"), "technical, business, customer or executive");
        }
    }

    private static boolean isWords(JsonNode list) {
        boolean texts = list.isArray() && !list.isEmpty();
        for (JsonNode word : list) {
            texts &= word.isTextual();
        }
        return texts;
    }

    private static void known(String what, String name, Set<String> there) {
        if (!there.contains(name)) {
            throw RefusedException.badRequest("notify names the " + what + " " + name + ", which there is not"
                    + NearestWord.of(name, there)
                            .map(word -> "; did you mean " + word + "?")
                            .orElse("."));
        }
    }

    private static RefusedException wrong(JsonNode found, String expected) {
        return RefusedException.badRequest("notify has " + found + "; expected " + expected + ".");
    }

    /** As the answer has it: names of people, never their addresses. */
    static ArrayNode write(List<Target> targets) {
        return TargetJson.write(targets);
    }
}
