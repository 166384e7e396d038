package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub audit}. */
@Command(
        name = "audit",
        description = "Who did what, and whether anybody was notified: a record that shows when it was changed.",
        mixinStandardHelpOptions = true,
        footer = {"./hub audit list --since 24h", "./hub audit verify"},
        subcommands = {
            AuditListCommand.class,
            AuditAlertCommand.class,
            AuditVerifyCommand.class,
            AuditExportCommand.class
        })
final class AuditCommand {}
