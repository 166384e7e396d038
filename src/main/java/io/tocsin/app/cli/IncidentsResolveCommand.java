package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub incidents resolve}. */
@Command(
        name = "resolve",
        description = "Say that incidents are over, though alerts of them may still fire.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents resolve inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --as mia --resolution \"A disk was replaced\"")
final class IncidentsResolveCommand extends ActCommand {

    @Mixin
    private PublicTexts texts;

    IncidentsResolveCommand() {
        super("resolve", "resolved");
    }

    @Override
    void say(ObjectNode body) {
        texts.addTo(body);
    }
}
