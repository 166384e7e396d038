package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub events}. */
@Command(
        name = "events",
        description = "What came in.",
        mixinStandardHelpOptions = true,
        footer = "./hub events list --since 1h",
        subcommands = EventsListCommand.class)
final class EventsCommand {}
