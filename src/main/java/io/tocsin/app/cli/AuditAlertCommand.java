package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./hub audit alert ID}. */
@Command(
        name = "alert",
        description = "Say whether anyone was notified of an alert, when, and whether it arrived.",
        mixinStandardHelpOptions = true,
        footer = "./hub audit alert alr_01j9z3k4m5n6p7q8r9s0t1v2w3")
final class AuditAlertCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Its id (alr_...), or that of an incident (inc_...).")
    private String id;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode found = hub.client().get("/v1/audit/alerts/" + HubClient.encode(id));
        hub.print(found, out -> new AlertAuditText(out, Instant.now()).print(found));
        return 0;
    }
}
