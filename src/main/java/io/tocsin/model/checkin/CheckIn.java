package io.tocsin.model.checkin;

import io.tocsin.model.alert.Severity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An entry under {@code check-ins:} of a rules file: who has to report, and what is said where they do not.
 *
 * @param name by which they report
 * @param description for readers; may be empty
 * @param terms in what time
 * @param severity of the alert
 * @param title of the alert; without one its name says it
 * @param labels of the alert, beside {@code name}
 * @param annotations of the alert
 */
public record CheckIn(
        String name,
        String description,
        Terms terms,
        Severity severity,
        Optional<String> title,
        Map<String, String> labels,
        Map<String, String> annotations) {

    /** The source of the alerts, whose tokens report. */
    public static final String SOURCE = "check-in";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

    /** Freezes the maps. */
    public CheckIn {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** Whether one could be called so: as the schema of the rules files has it. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** {@code labels} with the name, in their order. */
    public Map<String, String> allLabels() {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("name", name);
        return all;
    }
}
