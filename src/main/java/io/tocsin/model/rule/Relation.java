package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.Sha256;
import io.tocsin.model.incident.Shared;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which incidents know of each other: an entry under {@code related:} of a rules file.
 *
 * @param by the fields in which alerts of both have the same values, all of them; an alert without a value in one is related to none
 * @param within how long after each other they begin at most
 */
public record Relation(List<String> by, Duration within) {

    public Relation {
        by = List.copyOf(by);
    }

    /**
     * What an alert has in common with others; empty where it has no value in one of the fields.
     *
     * @param alert as {@link io.tocsin.model.alert.AlertJson} writes it
     */
    public Optional<Shared> of(JsonNode alert) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (String field : by) {
            String value = Grouping.value(alert, field);
            if (value.isBlank()) {
                return Optional.empty();
            }
            values.add(value);
        }
        String key = Sha256.hex((by + " " + values).getBytes(StandardCharsets.UTF_8));
        return Optional.of(new Shared(key.substring(0, 32), within));
    }
}
