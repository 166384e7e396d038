package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub questions}. */
@Command(
        name = "questions",
        description = "What people are asked, such as approvals of pipelines, and their answers.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {QuestionsListCommand.class, QuestionsShowCommand.class, QuestionsAnswerCommand.class})
final class QuestionsCommand {}
