package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub silences end}. */
@Command(
        name = "end",
        description = "End silences before their time: what they hide and still fires is notified.",
        mixinStandardHelpOptions = true)
final class SilencesEndCommand extends EndCommand {

    SilencesEndCommand() {
        super("silences");
    }
}
