package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub alerts}. */
@Command(
        name = "alerts",
        description = "What the events mean: one line for each thing that fires or fired.",
        mixinStandardHelpOptions = true,
        footer = "./hub alerts list --state firing",
        subcommands = AlertsListCommand.class)
final class AlertsCommand {}
