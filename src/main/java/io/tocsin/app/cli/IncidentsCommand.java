package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents}. */
@Command(
        name = "incidents",
        description = "What people are notified of, and what they do about it.",
        mixinStandardHelpOptions = true,
        footer = {"./hub incidents list --state open", "./hub incidents ack inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --as mia"},
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
