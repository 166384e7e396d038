package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub store}: where everything is kept. */
@Command(
        name = "store",
        description = "Where everything is kept.",
        mixinStandardHelpOptions = true,
        footer = "./hub store copy --from data --to jdbc:postgresql://db.example.com:5432/tocsin",
        subcommands = StoreCopyCommand.class)
final class StoreCommand {}
