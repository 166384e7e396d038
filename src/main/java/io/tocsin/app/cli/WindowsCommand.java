package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub windows}. */
@Command(
        name = "windows",
        description = "Maintenance: times at which alerts are expected, once or again and again.",
        mixinStandardHelpOptions = true,
        footer = {"./hub windows list", "./hub windows preview service=shop --start 2030-01-31T02:00 --for 2h"},
        subcommands = {
            WindowsListCommand.class,
            WindowsAddCommand.class,
            WindowsPreviewCommand.class,
            WindowsEndCommand.class
        })
final class WindowsCommand {}
