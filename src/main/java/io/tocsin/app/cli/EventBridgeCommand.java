package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub eventbridge}: what the hub needs in AWS. */
@Command(
        name = "eventbridge",
        description = "What the hub needs of Amazon EventBridge.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = EventBridgeProvisionCommand.class)
final class EventBridgeCommand {}
