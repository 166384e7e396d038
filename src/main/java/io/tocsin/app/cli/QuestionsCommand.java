package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub questions}. */
@Command(
        name = "questions",
        description = "What people are asked, such as approvals of pipelines, and their answers.",
        mixinStandardHelpOptions = true,
        footer = {"./hub questions list", "./hub questions answer qst_01j9z3k4m5n6p7q8r9s0t1v2w3 approve --as ann"},
        subcommands = {QuestionsListCommand.class, QuestionsShowCommand.class, QuestionsAnswerCommand.class})
final class QuestionsCommand {}
