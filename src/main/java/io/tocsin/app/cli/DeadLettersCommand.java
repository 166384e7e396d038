package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub dead-letters}: what the hub gave up on, and what SQS did. */
@Command(
        name = "dead-letters",
        description = "List, show, redrive or discard what the hub gave up on.",
        mixinStandardHelpOptions = true,
        footer = {"./hub dead-letters list", "./hub dead-letters redrive --receiver ops-slack --dry-run"},
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersRedriveCommand.class,
            DeadLettersDiscardCommand.class,
            DeadLettersQueuesCommand.class
        })
final class DeadLettersCommand {}
