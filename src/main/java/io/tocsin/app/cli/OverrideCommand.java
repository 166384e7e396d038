package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub oncall override}: who is on call instead. */
@Command(
        name = "override",
        description = "Put somebody else on call for a time.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class OverrideCommand {

    @Spec
    private CommandSpec command;

    @Command(
            description =
                    "Put somebody on call, whatever the schedule's layers say. Of two at once the later one wins.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(index = "0", paramLabel = "SCHEDULE", description = "The schedule's name.") String schedule,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "PERSON", description = "Who is on call.")
                    List<String> people,
            @Option(names = "--for", paramLabel = "TIME", description = "For how long: 30m, 2h, 7d.") String length,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "In place of --for: until when, such as 2026-01-31T08:00:00Z.")
                    String until,
            @Option(
                            names = "--start",
                            paramLabel = "TIME",
                            description = "From when on, such as 2026-01-31T06:00:00Z; without it from now.")
                    String start,
            @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "Why.") String comment,
            @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
                    String as,
            @Mixin DataOptions hub) {
        if ((length == null) == (until == null)) {
            throw new ParameterException(
                    command.subcommands().get("add"), "Say until when in one way: --for 2h, or --until.");
        }
        HubClient client = hub.client();
        ObjectNode body = client.json().createObjectNode();
        people.forEach(body.putArray("people")::add);
        if (length == null) {
            body.put("until", until);
        } else {
            body.put("duration", length);
        }
        if (start != null) {
            body.put("from", start);
        }
        body.put("comment", comment).put("as", as);
        JsonNode made = client.post(path(schedule), body);
        hub.print(
                made,
                out -> out.println(made.path("id").asText() + " " + OnCallText.people(made.path("people")) + " from "
                        + made.path("from").asText() + " until "
                        + made.path("until").asText()));
        return 0;
    }

    @Command(description = "List overrides that are not over.", mixinStandardHelpOptions = true)
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

    @Command(description = "End overrides before their time, or before they begin.", mixinStandardHelpOptions = true)
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
