package io.tocsin.model.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An alert's title, and what it is made of where that is more.
 *
 * @param title one line, within the limit
 * @param whole the text, where the line does not hold all of it
 */
record Headline(String title, Optional<String> whole) {
    private static final List<String> NAMES = List.of("alertname", "alert", "name", "check", "rule", "service", "host");
    private static final String NONE = "An alert without a title";

    /**
     * The title that the mapping gave; without one what says most of the alert, since an empty field in a sender's template
     * is no reason to lose it, and an end needs no more than what it ends.
     *
     * @throws InvalidAlertException if nothing is said at all
     */
    static Headline of(JsonNode alert, Map<String, String> labels) {
        String given = AlertReader.text(alert, "title").orElse("");
        String title = Text.line(given, AlertReader.TITLE);
        if (!title.isEmpty()) {
            boolean more =
                    given.strip().indexOf('\n') >= 0 || given.length() > AlertReader.TITLE && title.endsWith("…");
            return new Headline(title, more ? Optional.of(given.strip()) : Optional.empty());
        }
        String other = others(alert, labels)
                .map(found -> Text.line(found, AlertReader.TITLE))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElseThrow(() -> new InvalidAlertException("title", "missing or blank, expected one line of text"));
        return new Headline(other, Optional.empty());
    }

    private static Stream<String> others(JsonNode alert, Map<String, String> labels) {
        return Stream.of(
                        AlertReader.text(alert, "description").flatMap(text -> text.lines()
                                .filter(line -> !Blank.is(line))
                                .findFirst()),
                        NAMES.stream()
                                .filter(labels::containsKey)
                                .map(labels::get)
                                .findFirst(),
                        Optional.of(all(labels)),
                        AlertReader.text(alert, "fingerprint"),
                        AlertReader.text(alert, "severity").map(said -> NONE),
                        AlertReader.text(alert, "status").map(said -> NONE))
                .flatMap(Optional::stream);
    }

    private static String all(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", "));
    }
}
