package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub oncall}. */
@Command(
        name = "oncall",
        description = "Who is on call, and until when.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {OnCallListCommand.class, OnCallShowCommand.class, OverrideCommand.class, OnCallLinkCommand.class
        })
final class OnCallCommand {}
