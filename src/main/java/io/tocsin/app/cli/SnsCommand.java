package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub sns}: what the hub needs of Amazon SNS. */
@Command(
        name = "sns",
        description = "What the hub needs of Amazon SNS.",
        mixinStandardHelpOptions = true,
        footer = "./hub sns subscribe --topic arn:aws:sns:eu-west-1:111122223333:alarms --queue ops-events --dry-run",
        subcommands = SnsSubscribeCommand.class)
final class SnsCommand {}
