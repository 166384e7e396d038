package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub silences change}. */
@Command(
        name = "change",
        description =
                "Make a silence longer or shorter, or say something else of it. What is not said stays. With other alerts one"
                        + " that is active ends, and another one takes its place; so does one in place of a silence that is over.",
        mixinStandardHelpOptions = true,
        footer = "./hub silences change sil_01j9z3k4m5n6p7q8r9s0t1v2w3 --for 4h --comment \"The disks are late\"")
final class SilencesChangeCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
    private String id;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "MATCHER",
            description = "Other alerts: conditions on labels that must all fit.")
    private List<String> matchers = List.of();

    @Option(names = "--pattern", paramLabel = "JSON", description = "Other alerts: an event pattern as rules have it.")
    private String pattern;

    @Mixin
    private TimesOptions times;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
    private String comment;

    @Option(names = "--author", paramLabel = "NAME", description = "Who wants it.")
    private String author;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
    private String as;

    @Option(names = "--yes", description = "Also where it would hide everything.")
    private boolean yes;

    @Mixin
    private DataOptions hub;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        ObjectNode when = times.said("startsAt", "endsAt");
        HubClient client = hub.client();
        ObjectNode body = pattern == null && matchers.isEmpty()
                ? client.json().createObjectNode()
                : SilencedAlerts.body(client.json(), matchers, pattern, command);
        body.setAll(when);
        put(body, "comment", comment);
        put(body, "author", author);
        if (body.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "Say what is to be otherwise: --for 2h, --comment, other alerts.");
        }
        body.put("as", as).put("confirm", yes);
        String path = "/v1/silences/" + HubClient.encode(id);
        // What is not said stays as it is now, and not as somebody makes it meanwhile.
        Optional<String> seen = client.getTagged(path).tag();
        JsonNode silence = client.post(path, body, seen);
        hub.print(silence, out -> out.println(SilencesAddCommand.line(silence) + instead(silence)));
        return 0;
    }

    private static void put(ObjectNode body, String field, String value) {
        Optional.ofNullable(value).ifPresent(said -> body.put(field, said));
    }

    /** With other alerts one that is active is another one from then on. */
    private String instead(JsonNode silence) {
        return silence.path("id").asText().equals(id) ? "" : ", in place of " + id;
    }
}
