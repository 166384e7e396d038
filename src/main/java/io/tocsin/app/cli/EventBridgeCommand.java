package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub eventbridge}: what the hub needs in AWS. */
@Command(
        name = "eventbridge",
        description = "What the hub needs of Amazon EventBridge.",
        mixinStandardHelpOptions = true,
        footer = "./hub eventbridge provision --queue-arn arn:aws:sqs:eu-west-1:111122223333:ops-events --dry-run",
        subcommands = EventBridgeProvisionCommand.class)
final class EventBridgeCommand {}
