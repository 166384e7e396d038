package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents}. */
@Command(
        name = "incidents",
        description = "What people are notified of.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = IncidentsListCommand.class)
final class IncidentsCommand {}
