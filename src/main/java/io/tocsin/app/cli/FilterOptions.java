package io.tocsin.app.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which dead letters: those that fit everything that is said. */
final class FilterOptions {

    @Option(names = "--receiver", paramLabel = "NAME", defaultValue = "", description = "Those of this receiver.")
    private String receiver;

    @Option(names = "--rule", paramLabel = "NAME", defaultValue = "", description = "Those that came of this rule.")
    private String rule;

    @Option(names = "--source", paramLabel = "NAME", defaultValue = "", description = "Those of events of this source.")
    private String source;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "",
            completionCandidates = Words.DeadLetterKinds.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String kind;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            defaultValue = "",
            completionCandidates = Words.FailureClasses.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String failureClass;

    @Option(
            names = "--containing",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those whose reason has this in it.")
    private String containing;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those that died since then: " + TimeBack.FORM + ".")
    private Instant since;

    /** Everything that was said, under the API's names; {@code containing} under the given one. */
    Map<String, String> said(String nameOfContaining) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("receiver", receiver);
        all.put("rule", rule);
        all.put("source", source);
        all.put("kind", kind);
        all.put("failureClass", failureClass);
        all.put(nameOfContaining, containing);
        all.put("since", since == null ? "" : since.toString());
        all.values().removeIf(String::isEmpty);
        return all;
    }
}
