package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** What readers are told who are no engineers. */
final class PublicTexts {

    @Option(
            names = "--impact",
            paramLabel = "TEXT",
            description = "What it means for them; an empty text takes it away.")
    private String impact;

    @Option(names = "--root-cause", paramLabel = "TEXT", description = "Why it came to it.")
    private String rootCause;

    @Option(names = "--resolution", paramLabel = "TEXT", description = "What was done, or is being done.")
    private String resolution;

    void addTo(ObjectNode body) {
        put(body, "impact", impact);
        put(body, "rootCause", rootCause);
        put(body, "resolution", resolution);
    }

    private static void put(ObjectNode body, String name, String text) {
        if (text != null) {
            body.put(name, text);
        }
    }
}
