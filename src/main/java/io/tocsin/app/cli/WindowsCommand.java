package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub windows}. */
@Command(
        name = "windows",
        description = "Maintenance: times at which alerts are expected, once or again and again.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WindowsListCommand.class,
            WindowsAddCommand.class,
            WindowsPreviewCommand.class,
            WindowsEndCommand.class
        })
final class WindowsCommand {}
