package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub import}: what others were told, as files of the hub. */
@Command(
        name = "import",
        description = "Turns the configuration of other programs into files of the hub.",
        mixinStandardHelpOptions = true,
        footer = "./hub import alertmanager alertmanager.yml --to imported",
        subcommands = {
            ImportAlertmanagerCommand.class,
            ImportPagerDutyCommand.class,
            ImportOpsgenieCommand.class,
            ImportGrafanaOnCallCommand.class
        })
final class ImportCommand {}
