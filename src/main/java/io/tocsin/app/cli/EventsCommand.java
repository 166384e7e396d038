package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub events}. */
@Command(
        name = "events",
        description = "What came in.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = EventsListCommand.class)
final class EventsCommand {}
