package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents}. */
@Command(
        name = "incidents",
        description = "What people are notified of, and what they do about it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            IncidentsListCommand.class,
            IncidentsShowCommand.class,
            IncidentsAckCommand.class,
            IncidentsUnackCommand.class,
            IncidentsEscalateCommand.class,
            IncidentsAssignCommand.class,
            IncidentsStatusCommand.class,
            IncidentsResolveCommand.class,
            IncidentsCloseCommand.class,
            IncidentsCommentCommand.class,
            IncidentsSilenceCommand.class
        })
final class IncidentsCommand {}
