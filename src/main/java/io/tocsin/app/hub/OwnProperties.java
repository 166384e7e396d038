package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Severity;
import io.tocsin.source.accept.RoutingKeyProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The properties that what is shipped in {@code routes/} reads: those of the documented names, and their values. */
final class OwnProperties {
    static final String ROUTING_KEYS = "pagerduty.routing-keys";
    static final String MAPPING = "mapping.";

    private static final String NO_DATA = "mapping.cloudwatch.insufficient-data";

    private OwnProperties() {}

    /** Values that can never be right. A secret is not repeated. */
    static List<Finding> faults(SettingsFile file) {
        List<Finding> findings = new ArrayList<>();
        RoutingKeyProof.refusal(file.properties().getProperty(ROUTING_KEYS, ""))
                .ifPresent(found -> findings.add(file.finding(
                        ROUTING_KEYS,
                        "in " + ROUTING_KEYS + " " + found,
                        "keys of at least " + RoutingKeyProof.SHORTEST + " characters, commas between",
                        "make one with openssl rand -hex 16")));
        String noData = file.properties().getProperty(NO_DATA, "").strip();
        Set<String> words = Stream.concat(
                        Stream.of(Severity.values()).map(Severity::word), Stream.of("resolved", "ignore"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!noData.isEmpty() && !words.contains(noData)) {
            findings.add(file.finding(
                    NO_DATA,
                    NO_DATA + "=" + noData,
                    "one of " + String.join(", ", words),
                    NearestWord.of(noData, words)
                            .map(word -> "did you mean " + word + "?")
                            .orElse("use one of them")));
        }
        return findings;
    }

    /**
     * Names below {@code mapping.} that no mapping and no jq file reads.
     *
     * @param read the names that are read, without {@code mapping.}
     */
    static List<Finding> unread(SettingsFile file, Set<String> read) {
        return file.properties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(MAPPING) && !read.contains(name.substring(MAPPING.length())))
                .sorted()
                .map(name -> file.finding(
                        name,
                        "the property " + name + ", which nothing reads",
                        "mapping.<folder or name of a mapping>.sources, or a name that a jq file reads from"
                                + " $properties",
                        NearestWord.of(name.substring(MAPPING.length()), read)
                                .map(word -> "did you mean " + MAPPING + word + "?")
                                .orElse("correct its name, or remove it")))
                .toList();
    }
}
