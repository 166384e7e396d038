package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./hub silences add}. */
@Command(
        name = "add",
        description = "Hide alerts for a time: what fits fires and ends as always, and nobody is notified of it.",
        mixinStandardHelpOptions = true)
final class SilencesAddCommand implements Callable<Integer> {

    @Mixin
    private SilencedAlerts alerts;

    @Option(names = "--for", paramLabel = "TIME", description = "For how long: 30m, 2h, 7d.")
    private String length;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "In place of --for: until when, such as 2026-01-31T08:00:00Z.")
    private String until;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "From when on, such as 2026-01-31T06:00:00Z; without it from now.")
    private String start;

    @Mixin
    private HoldOptions why;

    @Mixin
    private DataOptions hub;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        if ((length == null) == (until == null)) {
            throw new ParameterException(command.commandLine(), "Say until when in one way: --for 2h, or --until.");
        }
        HubClient client = hub.client();
        ObjectNode body = alerts.body(client.json());
        if (length == null) {
            body.put("endsAt", until);
        } else {
            body.put("duration", length);
        }
        if (start != null) {
            body.put("startsAt", start);
        }
        JsonNode silence = client.post("/v1/silences", why.addTo(body));
        hub.print(silence, out -> out.println(line(silence)));
        return 0;
    }

    /** A silence as it stands. */
    static String line(JsonNode silence) {
        return silence.path("id").asText() + " " + silence.path("state").asText() + " until "
                + silence.path("endsAt").asText();
    }
}
