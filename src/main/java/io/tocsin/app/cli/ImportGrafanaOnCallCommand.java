package io.tocsin.app.cli;

import io.tocsin.app.imports.oncall.OnCallImport;
import picocli.CommandLine.Command;

/** {@code ./hub import grafana-oncall}. */
@Command(
        name = "grafana-oncall",
        description =
                "Turns what Grafana OnCall's API answers into people, schedules and escalations, and says what it could not carry over.",
        mixinStandardHelpOptions = true,
        footer =
                "./hub import grafana-oncall users.json on_call_shifts.json schedules.json escalation_chains.json escalation_policies.json --to imported")
final class ImportGrafanaOnCallCommand extends ImportOnCall {

    ImportGrafanaOnCallCommand() {
        super(OnCallImport.From.GRAFANA_ONCALL);
    }
}
