package io.tocsin.app.cli;

import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which entries of a list: those that fit everything that is said. */
final class ListOptions {

    @Option(names = "--source", paramLabel = "NAME", defaultValue = "", description = "Those of this source.")
    private String source;

    @Option(
            names = "--severity",
            paramLabel = "WORD",
            defaultValue = "",
            completionCandidates = Words.Severities.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String severity;

    @Option(names = "--receiver", paramLabel = "NAME", defaultValue = "", description = "Those sent to this receiver.")
    private String receiver;

    @Option(names = "--rule", paramLabel = "NAME", defaultValue = "", description = "Those that this rule matched.")
    private String rule;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those with this in the title, in any case.")
    private String text;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those since then: " + TimeBack.FORM + ".")
    private Instant since;

    /** Adds what was said to a query, under the API's names. */
    void addTo(Map<String, String> query) {
        query.put("source", source);
        query.put("severity", severity);
        query.put("receiver", receiver);
        query.put("rule", rule);
        query.put("text", text);
        query.put("since", since == null ? "" : since.toString());
    }
}
