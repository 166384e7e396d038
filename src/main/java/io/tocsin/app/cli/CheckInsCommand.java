package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub check-ins}. */
@Command(
        name = "check-ins",
        description = "Who has to report in time, and who is late.",
        mixinStandardHelpOptions = true,
        footer = "./hub check-ins list",
        subcommands = CheckInsListCommand.class)
final class CheckInsCommand {}
