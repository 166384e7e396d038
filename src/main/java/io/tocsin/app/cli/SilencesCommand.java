package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub silences}. */
@Command(
        name = "silences",
        description = "Alerts of which nobody is notified for a time.",
        mixinStandardHelpOptions = true,
        footer = {"./hub silences list", "./hub silences add env=test --for 2h --comment \"New disks\" --as mia"},
        subcommands = {
            SilencesListCommand.class,
            SilencesAddCommand.class,
            SilencesPreviewCommand.class,
            SilencesChangeCommand.class,
            SilencesEndCommand.class
        })
final class SilencesCommand {}
