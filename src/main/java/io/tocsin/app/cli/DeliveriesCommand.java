package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub deliveries}. */
@Command(
        name = "deliveries",
        description = "What was sent, or is to be, to whom: one line for each message to each address.",
        mixinStandardHelpOptions = true,
        footer = "./hub deliveries list --state dead",
        subcommands = DeliveriesListCommand.class)
final class DeliveriesCommand {}
