package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tocsin.files.NearestWord;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.schedule.Schedule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a window's beginnings and ends are told, in requests and answers, as a rule's {@code notify} has it.
 *
 * @param receivers the receivers that there are
 * @param recipients the people and teams that there are
 */
record NotifyFields(Set<String> receivers, Recipients recipients) {

    /** @throws RefusedException where it names whom there is not, or nobody */
    List<Target> read(JsonNode notify) {
        if (notify.isMissingNode()) {
            return List.of();
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
        if (Stream.of("names", "teams", "schedules", "audience").noneMatch(people::has)) {
            throw RefusedException.badRequest(
                    "notify has " + one + "; expected some of names, teams, schedules and audience in it.");
        }
        people.path("names").forEach(name -> known("person", name.asText(), recipients.names()));
        people.path("teams").forEach(name -> known("team", name.asText(), recipients.teamNames()));
        Set<String> schedules =
                recipients.schedules().stream().map(Schedule::name).collect(Collectors.toSet());
        people.path("schedules").forEach(name -> known("schedule", name.asText(), schedules));
        people.path("via").forEach(kind -> known("kind of address", kind.asText(), recipients.kinds()));
    }

    private static void known(String what, String name, Set<String> there) {
        if (!there.contains(name)) {
            throw RefusedException.badRequest("notify names the " + what + " " + name + ", which there is not"
                    + NearestWord.of(name, there)
                            .map(word -> "; did you mean " + word + "?")
                            .orElse("."));
        }
    }

    /** As the answer has it: names of people, never their addresses. */
    static ArrayNode write(List<Target> targets) {
        return TargetJson.write(targets);
    }
}
