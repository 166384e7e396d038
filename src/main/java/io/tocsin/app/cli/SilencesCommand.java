package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub silences}. */
@Command(
        name = "silences",
        description = "Alerts of which nobody is notified for a time.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SilencesListCommand.class,
            SilencesAddCommand.class,
            SilencesPreviewCommand.class,
            SilencesChangeCommand.class,
            SilencesEndCommand.class
        })
final class SilencesCommand {}
