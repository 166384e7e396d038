package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./hub trace ID}: what became of an event. */
@Command(
        name = "trace",
        description = "Show what became of an event: rules, incident, deliveries and their answers.",
        mixinStandardHelpOptions = true,
        footer = "./hub trace evt_01j9z3k4m5n6p7q8r9s0t1v2w3")
final class TraceCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            description = "An event's id (evt_...), or that of an alert, incident, notice, delivery or dead letter.")
    private String id;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        if (!id.matches("(evt|alr|inc|ntc|dlv|dea)_[0-9A-Za-z]+")) {
            throw new CommandException(
                    TerminalText.line(id, 100) + " is no id; ids look like evt_01j9z3k4m5n6p7q8r9s0t1v2w3");
        }
        JsonNode trace = hub.client().get("/v1/events/" + id);
        hub.print(trace, out -> out.print(TraceText.of(trace, Instant.now())));
        return 0;
    }
}
