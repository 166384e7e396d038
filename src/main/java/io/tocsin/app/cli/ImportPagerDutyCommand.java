package io.tocsin.app.cli;

import io.tocsin.app.imports.oncall.OnCallImport;
import picocli.CommandLine.Command;

/** {@code ./hub import pagerduty}. */
@Command(
        name = "pagerduty",
        description =
                "Turns what PagerDuty's API answers into people, schedules and escalations, and says what it could not carry over.",
        mixinStandardHelpOptions = true,
        footer = "./hub import pagerduty users.json schedule.json escalation_policies.json --to imported")
final class ImportPagerDutyCommand extends ImportOnCall {

    ImportPagerDutyCommand() {
        super(OnCallImport.From.PAGERDUTY);
    }
}
