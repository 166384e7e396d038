package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./hub incidents show ID}. */
@Command(
        name = "show",
        description =
                "Show an incident: its alerts, who was notified of what, what is due next and why, what people did.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents show inc_01j9z3k4m5n6p7q8r9s0t1v2w3")
final class IncidentsShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Its id (inc_...).")
    private String id;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode incident = hub.client().get("/v1/incidents/" + HubClient.encode(id));
        hub.print(incident, out -> new IncidentText(out, Instant.now()).print(incident));
        return 0;
    }
}
