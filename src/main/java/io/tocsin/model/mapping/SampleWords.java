package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.NearestWord;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Words in what a mapping made of a sample that nobody reads: a field that no alert has, and a severity that has no meaning,
 * so that the alert would get the default one.
 *
 * @param mapping the mapping
 * @param sample the sample
 */
record SampleWords(Mapping mapping, Path sample) {
    /** How a mapping says why one of its outputs is no alert. */
    private static final String REFUSED = "refused";

    List<Finding> fields(List<JsonNode> outputs) {
        Set<String> known = new TreeSet<>(AlertReader.FIELDS);
        Set<String> unknown = new TreeSet<>();
        outputs.forEach(output -> output.fieldNames().forEachRemaining(unknown::add));
        unknown.removeAll(known);
        unknown.remove(REFUSED);
        return unknown.stream()
                .map(field -> new Finding(
                        mapping.jq().toString(),
                        line(field),
                        "the unknown field `" + field + "` of an alert",
                        "one of " + String.join(", ", known),
                        NearestWord.of(field, known)
                                .map(word -> "did you mean `" + word + "`?")
                                .orElse("put it into labels or annotations, or remove it")))
                .toList();
    }

    /** An expected alert that names the word as it was sent says that it is meant to have no meaning. */
    List<Finding> severities(List<Alert> alerts, JsonNode expected) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            String word = alerts.get(i).annotations().get(AlertReader.UNKNOWN_SEVERITY);
            boolean meant = expected.path(i).path("annotations").has(AlertReader.UNKNOWN_SEVERITY);
            if (word != null && !meant) {
                findings.add(new Finding(
                        sample.toString(),
                        0,
                        "the severity `" + word + "`, whose meaning nobody knows",
                        "critical, high, medium, low, info, or a word of docs/mappings.md",
                        "add it to a severities.yaml, or translate it in " + mapping.jq()));
            }
        }
        return findings.stream().distinct().toList();
    }

    private int line(String field) {
        try {
            List<String> lines = FileText.read(mapping.jq()).content().lines().toList();
            return IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).contains(field))
                    .map(i -> i + 1)
                    .findFirst()
                    .orElse(0);
        } catch (InvalidFileException gone) {
            return 0;
        }
    }
}
