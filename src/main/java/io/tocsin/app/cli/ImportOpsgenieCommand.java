package io.tocsin.app.cli;

import io.tocsin.app.imports.oncall.OnCallImport;
import picocli.CommandLine.Command;

/** {@code ./hub import opsgenie}. */
@Command(
        name = "opsgenie",
        description =
                "Turns what Opsgenie's API answers into people, schedules and escalations, and says what it could not carry over.",
        mixinStandardHelpOptions = true,
        footer = "./hub import opsgenie users.json schedules.json escalations.json --to imported")
final class ImportOpsgenieCommand extends ImportOnCall {

    ImportOpsgenieCommand() {
        super(OnCallImport.From.OPSGENIE);
    }
}
