package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub silences add}. */
@Command(
        name = "add",
        description = "Hide alerts for a time: what fits fires and ends as always, and nobody is notified of it.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub silences add env=test \"host=~db-.*\" --for 2h --comment \"New disks\" --as mia",
            "./hub silences add --pattern '{\"source\": [\"backup\"]}' --until 2030-01-31T08:00:00Z --comment \"New tapes\""
        })
final class SilencesAddCommand implements Callable<Integer> {

    @Mixin
    private SilencedAlerts alerts;

    @Mixin
    private TimesOptions times;

    @Mixin
    private HoldOptions why;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        ObjectNode when = times.required("startsAt", "endsAt");
        HubClient client = hub.client();
        ObjectNode body = alerts.body(client.json());
        body.setAll(when);
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
