package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub sns}: what the hub needs of Amazon SNS. */
@Command(
        name = "sns",
        description = "What the hub needs of Amazon SNS.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SnsSubscribeCommand.class)
final class SnsCommand {}
