package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub incidents resolve}. */
@Command(
        name = "resolve",
        description = "Say that incidents are over, though alerts of them may still fire.",
        mixinStandardHelpOptions = true)
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
