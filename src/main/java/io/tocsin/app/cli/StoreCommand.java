package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub store}: where everything is kept. */
@Command(
        name = "store",
        description = "Where everything is kept.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = StoreCopyCommand.class)
final class StoreCommand {}
