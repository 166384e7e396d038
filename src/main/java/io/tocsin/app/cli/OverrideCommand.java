package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub oncall override}: who is on call instead. */
@Command(
        name = "override",
        description = "Put somebody else on call for a time.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub oncall override add primary ben --for 4h --comment \"Ann is at the dentist\"",
            "./hub oncall override list primary"
        })
final class OverrideCommand {

    @Command(
            description =
                    "Put somebody on call, whatever the schedule's layers say. Of two at once the later one wins.",
            mixinStandardHelpOptions = true,
            footer = "./hub oncall override add primary ben --for 4h --comment \"Ann is at the dentist\"")
    int add(
            @Parameters(index = "0", paramLabel = "SCHEDULE", description = "The schedule's name.") String schedule,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "PERSON", description = "Who is on call.")
                    List<String> people,
            @Mixin TimesOptions times,
            @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "Why.") String comment,
            @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
                    String as,
            @Mixin DataOptions hub) {
        ObjectNode body = times.required("from", "until");
        HubClient client = hub.client();
        people.forEach(body.putArray("people")::add);
        body.put("comment", comment).put("as", as);
        JsonNode made = client.post(path(schedule), body);
        hub.print(
                made,
                out -> out.println(made.path("id").asText() + " " + OnCallText.people(made.path("people")) + " from "
                        + made.path("from").asText() + " until "
                        + made.path("until").asText()));
        return 0;
    }

    @Command(
            description = "List overrides that are not over.",
            mixinStandardHelpOptions = true,
            footer = "./hub oncall override list primary")
    int list(
            @Parameters(paramLabel = "SCHEDULE", description = "The schedule's name.") String schedule,
            @Mixin DataOptions hub) {
        JsonNode answer = hub.client().get(path(schedule));
        hub.print(answer, out -> {
            Instant now = Instant.now();
            Table table = new Table("ID", "STATE", "FROM", "UNTIL", "ON CALL", "AUTHOR", "COMMENT");
            answer.path("overrides")
                    .forEach(override -> table.row(
                            override.path("id").asText(),
                            override.path("state").asText(),
                            Ago.both(override.path("from").asText(), now),
                            Ago.both(override.path("until").asText(), now),
                            OnCallText.people(override.path("people")),
                            override.path("author").asText(),
                            override.path("comment").asText()));
            table.print(out);
            int count = answer.path("overrides").size();
            out.println(count == 1 ? "1 override" : count + " overrides");
        });
        return 0;
    }

    @Command(
            description = "End overrides before their time, or before they begin.",
            mixinStandardHelpOptions = true,
            footer = "./hub oncall override end primary ovr_01j9z3k4m5n6p7q8r9s0t1v2w3 --reason \"Ann is back\"")
    int end(
            @Parameters(index = "0", paramLabel = "SCHEDULE", description = "The schedule's name.") String schedule,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "Their ids (ovr_...).")
                    List<String> ids,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit.")
                    String reason,
            @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
                    String as,
            @Mixin DataOptions hub) {
        EndCommand.end(hub, path(schedule), ids, reason, as);
        return 0;
    }

    private static String path(String schedule) {
        return "/v1/on-call/" + HubClient.encode(schedule) + "/overrides";
    }
}
