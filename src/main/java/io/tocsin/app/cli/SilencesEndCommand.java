package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub silences end}. */
@Command(
        name = "end",
        description = "End silences before their time: what they hide and still fires is notified.",
        mixinStandardHelpOptions = true,
        footer = "./hub silences end sil_01j9z3k4m5n6p7q8r9s0t1v2w3 --reason \"The disks are in\" --as mia")
final class SilencesEndCommand extends EndCommand {

    SilencesEndCommand() {
        super("silences");
    }
}
