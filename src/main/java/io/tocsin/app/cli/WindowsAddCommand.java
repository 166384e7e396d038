package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub windows add}. */
@Command(
        name = "add",
        description =
                "Plan maintenance: what fits fires and ends as always in that time, and nobody is notified of it.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub windows add service=shop --start 2030-01-31T02:00 --for 2h --zone Europe/Berlin --comment \"New release\"",
            "./hub windows add env=test --for 1h --repeat \"FREQ=WEEKLY;BYDAY=SA,SU\" --comment \"Load tests\""
        })
final class WindowsAddCommand implements Callable<Integer> {

    @Mixin
    private SilencedAlerts alerts;

    @Mixin
    private WindowOptions times;

    @Option(
            names = "--notify",
            paramLabel = "RECEIVER",
            split = ",",
            description = "Receivers that are notified when it begins and ends, commas between.")
    private List<String> receivers = List.of();

    @Option(
            names = "--people",
            paramLabel = "NAME",
            split = ",",
            description = "People of recipients.yaml who are notified, too, commas between.")
    private List<String> people = List.of();

    @Option(
            names = "--via",
            paramLabel = "KIND",
            split = ",",
            defaultValue = "email",
            description = "At which kind of address (${DEFAULT-VALUE}).")
    private List<String> via = List.of();

    @Mixin
    private HoldOptions why;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        HubClient client = hub.client();
        ObjectNode body = why.addTo(times.addTo(alerts.body(client.json())));
        if (!receivers.isEmpty() || !people.isEmpty()) {
            ArrayNode notify = body.putArray("notify");
            receivers.forEach(notify::add);
            if (!people.isEmpty()) {
                ObjectNode whom = notify.addObject().putObject("people");
                people.forEach(whom.putArray("names")::add);
                via.forEach(whom.putArray("via")::add);
            }
        }
        JsonNode made = client.post("/v1/windows", body);
        hub.print(made, out -> out.println(line(made)));
        return 0;
    }

    private static String line(JsonNode made) {
        String state = made.path("state").asText();
        JsonNode occasion = made.path("occasion");
        return made.path("id").asText() + " " + state
                + (state.equals("active")
                        ? " until " + occasion.path("ends").asText()
                        : " from " + occasion.path("begins").asText());
    }
}
