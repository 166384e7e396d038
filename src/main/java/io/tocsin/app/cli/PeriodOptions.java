package io.tocsin.app.cli;

import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Option;

/** From when until when, of what is counted. */
final class PeriodOptions {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "From then: " + TimeBack.FORM + "; without it seven days.")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Up to then, in the same forms; without it now.")
    private Instant until;

    /** Adds what was said to a query, under the API's names. */
    void addTo(Map<String, String> query) {
        query.put("from", since == null ? "" : since.toString());
        query.put("until", until == null ? "" : until.toString());
    }
}
