package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub windows end}. */
@Command(
        name = "end",
        description =
                "End windows for good: what they hide and still fires is notified. Those of files are edited there.",
        mixinStandardHelpOptions = true,
        footer = "./hub windows end win_01j9z3k4m5n6p7q8r9s0t1v2w3 --reason \"Done early\" --as mia")
final class WindowsEndCommand extends EndCommand {

    WindowsEndCommand() {
        super("windows");
    }
}
