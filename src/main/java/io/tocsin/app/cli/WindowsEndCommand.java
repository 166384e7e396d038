package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub windows end}. */
@Command(
        name = "end",
        description =
                "End windows for good: what they hide and still fires is notified. Those of files are edited there.",
        mixinStandardHelpOptions = true)
final class WindowsEndCommand extends EndCommand {

    WindowsEndCommand() {
        super("windows");
    }
}
