package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a mapping's author says of its jq file, so that others may conclude from an alert what its event was like (see
 * docs/eventbridge.md). The samples must not refute it.
 *
 * @param fields fields of the alert ({@code source}, {@code labels.<name>}) and the field of the payload that each copies
 *     unchanged: where the alert has the one, the payload has the other, with the same text
 * @param labels every label that its alerts can have; empty where that is not said
 */
public record Copies(Map<String, String> fields, Optional<Set<String>> labels) {
    /** Nothing is said. */
    public static final Copies UNKNOWN = new Copies(Map.of(), Optional.empty());

    private static final String LABEL = "labels.";
    private static final String PROBE = "tocsin-probe";

    /** Freezes both. */
    public Copies {
        fields = Map.copyOf(fields);
        labels = labels.map(Set::copyOf);
    }

    /** What the alerts of a payload refute of it, a line each. */
    List<String> refutedBy(JsonNode payload, List<Alert> alerts) {
        List<String> refuted = new ArrayList<>();
        for (Alert alert : alerts) {
            fields.forEach((field, of) -> of(alert, field)
                    .filter(value -> !JsonPlaces.at(payload, of).asText("").equals(value)
                            || !JsonPlaces.at(payload, of).isTextual())
                    .ifPresent(value -> refuted.add("`" + field + "` is \"" + value + "\", and `" + of
                            + "` of the payload is " + JsonPlaces.at(payload, of))));
            labels.ifPresent(known -> alert.labels().keySet().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> refuted.add("there is a label `" + name + "`")));
        }
        return refuted.stream().distinct().toList();
    }

    /** The payload with another value in one field that is copied, for each of them: what stays as it was was not copied. */
    List<JsonNode> probes(JsonNode payload) {
        List<JsonNode> probes = new ArrayList<>();
        for (String of : fields.values()) {
            if (payload.deepCopy() instanceof ObjectNode probe && JsonPlaces.replace(probe, of, PROBE)) {
                probes.add(probe);
            }
        }
        return probes;
    }

    private static Optional<String> of(Alert alert, String field) {
        return field.startsWith(LABEL)
                ? Optional.ofNullable(alert.labels().get(field.substring(LABEL.length())))
                : Optional.of(alert.source());
    }
}
