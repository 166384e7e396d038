package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.Sha256;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Group;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which alerts are put together: an entry under {@code incidents:} of a rules file.
 *
 * @param name unique over all rules files
 * @param description one sentence for a reader; may be empty
 * @param when the alerts that it takes; empty takes all
 * @param matchers what their labels must be as well; empty for anything
 * @param by the fields whose values make two alerts one incident: {@code labels.cluster}, {@code source}; where an alert has none of
 *     that name, that is a value of its own
 * @param resolveAfter after how long without being told again a member is over; empty leaves that to the alert's mapping
 * @param flapping how often an alert of it may go over and fire again until it flaps; empty tells each time
 * @param origin where it is written
 */
public record Grouping(
        String name,
        String description,
        Optional<EventPattern> when,
        Optional<Scope.OfMatchers> matchers,
        List<String> by,
        Optional<Duration> resolveAfter,
        Optional<Flapping.Limit> flapping,
        Rule.Origin origin) {

    /** A key that is longer is kept as its hash: senders choose the values, and an index has its limits. */
    private static final int LONGEST_KEY = 500;

    private static final int LONGEST_TITLE = 200;

    public Grouping {
        by = List.copyOf(by);
    }

    /** Whether it takes every alert. */
    public boolean takesAll() {
        return when.isEmpty() && matchers.isEmpty();
    }

    /**
     * What an alert that it takes has in the fields of {@code by}, in their order; a label under its name alone.
     *
     * @param alert as {@link io.tocsin.model.alert.AlertJson} writes it
     */
    public Map<String, String> values(JsonNode alert) {
        Map<String, String> values = new LinkedHashMap<>();
        by.forEach(field -> values.put(
                field.startsWith("labels.") ? field.substring("labels.".length()) : field, value(alert, field)));
        return values;
    }

    /**
     * The group of an alert that it takes.
     *
     * @param alert as {@link io.tocsin.model.alert.AlertJson} writes it
     */
    public Group group(JsonNode alert) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        by.forEach(field -> values.add(value(alert, field)));
        String key = name + " " + by + " " + values;
        return new Group(
                Optional.of(name),
                key.length() > LONGEST_KEY ? name + " #" + Sha256.hex(key.getBytes(StandardCharsets.UTF_8)) : key,
                title(values),
                flapping);
    }

    /** The values that its alerts have in common; else what the grouping is about. */
    private String title(ArrayNode values) {
        List<String> said = new ArrayList<>();
        values.forEach(value -> Optional.of(value.textValue().strip())
                .filter(text -> !text.isEmpty())
                .ifPresent(said::add));
        String title = said.isEmpty() ? description.isBlank() ? name : description.strip() : String.join(", ", said);
        return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE - 1) + "…" : title;
    }

    /** What an alert says in a field; empty where it says nothing. */
    static String value(JsonNode alert, String field) {
        int dot = field.indexOf('.');
        return (dot < 0
                        ? alert.path(field)
                        : alert.path(field.substring(0, dot)).path(field.substring(dot + 1)))
                .asText("");
    }
}
