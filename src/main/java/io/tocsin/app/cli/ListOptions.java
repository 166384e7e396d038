package io.tocsin.app.cli;

import java.time.Instant;
import java.util.List;
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
            names = "--title",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those whose title begins so, in any case.")
    private String title;

    @Option(
            names = "--label",
            paramLabel = "MATCHER",
            description =
                    "Those with such a label, as Alertmanager writes it: env=prod, env!=test, host=~\"db-.*\". May be"
                            + " said more than once.")
    private List<String> labels = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those since then: " + TimeBack.FORM + ".")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those of before, in the same forms.")
    private Instant until;

    /** Adds what was said to a query, under the API's names. */
    void addTo(Map<String, String> query) {
        query.put("source", source);
        query.put("severity", severity);
        query.put("receiver", receiver);
        query.put("rule", rule);
        query.put("text", text);
        query.put("title", title);
        query.put("label", String.join(",", labels));
        query.put("since", since == null ? "" : since.toString());
        query.put("until", until == null ? "" : until.toString());
    }
}
