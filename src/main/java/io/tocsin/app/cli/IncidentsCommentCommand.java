package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub incidents comment}. */
@Command(
        name = "comment",
        description = "Say something about incidents; it is kept, and nobody is notified.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents comment inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --text \"The disk is on its way\" --as mia")
final class IncidentsCommentCommand extends ActCommand {

    @Option(names = "--text", paramLabel = "TEXT", required = true, description = "What.")
    private String text;

    IncidentsCommentCommand() {
        super("comments", "commented");
    }

    @Override
    void say(ObjectNode body) {
        body.put("text", text);
    }
}
