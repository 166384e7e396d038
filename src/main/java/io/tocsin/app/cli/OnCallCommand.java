package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub oncall}. */
@Command(
        name = "oncall",
        description = "Who is on call, and until when.",
        mixinStandardHelpOptions = true,
        footer = {"./hub oncall list", "./hub oncall show primary --week"},
        subcommands = {OnCallListCommand.class, OnCallShowCommand.class, OverrideCommand.class, OnCallLinkCommand.class
        })
final class OnCallCommand {}
