package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.model.mapping.Mapping;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Translates rules, which ask for alerts, into the events that alerts are made of. Never narrower than what a rule needs:
 * where nothing certain can be said, a mapping's whole pattern is taken. What is certain is what a mapping's {@code copies}
 * and {@code labels} say.
 */
final class Needs {
    /**
     * The members of an event; {@code replay-name} is of one that an archive replays.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html">Event structure</a>
     */
    private static final Set<String> ENVELOPE = Set.of(
            "version",
            "id",
            "detail-type",
            "source",
            "account",
            "time",
            "region",
            "resources",
            "detail",
            "replay-name");

    private static final JsonNode NO_HEADERS = JsonNodeFactory.instance.objectNode();

    private final Mappings mappings;

    Needs(Mappings mappings) {
        this.mappings = mappings;
    }

    /** One need for each rule, in their order. */
    List<Need> of(Rules rules) {
        return rules.all().stream().map(this::of).toList();
    }

    private Need of(Rule rule) {
        if (!rule.enabled()) {
            return new Need(rule.name(), List.of(), List.of("it is not enabled"));
        }
        if (rule.targets().isEmpty()) {
            return new Need(rule.name(), List.of(), List.of("it notifies nobody"));
        }
        List<Events> alerts = Events.of(rule.when().json());
        List<Events> events = new ArrayList<>();
        List<String> unsaid = new ArrayList<>();
        for (Mapping mapping : mappings.all()) {
            List<Events> its = new ArrayList<>();
            for (Events taken : takenBy(mapping)) {
                alerts.forEach(wanted -> narrowed(taken, wanted, mapping).ifPresent(its::add));
            }
            events.addAll(its);
            if (!its.isEmpty() && !mapping.copies().fields().containsKey("source")) {
                unsaid.add(mapping.name());
            }
        }
        return new Need(rule.name(), Union.of(events), notes(alerts, events, unsaid));
    }

    private static List<String> notes(List<Events> alerts, List<Events> events, List<String> unsaid) {
        List<String> notes = new ArrayList<>();
        if (events.isEmpty()) {
            notes.add("no event of EventBridge can become an alert that it matches");
        } else if (alerts.stream().anyMatch(alert -> !alert.fields().containsKey(List.of("source")))) {
            notes.add("it matches any source, so every event that a mapping takes");
        }
        if (!unsaid.isEmpty()) {
            notes.add("taken whole, because `copies` does not say where the alert's source is from: "
                    + String.join(", ", unsaid));
        }
        return notes;
    }

    /** The EventBridge events that a mapping takes from a queue, where there are no header fields. */
    private static List<Events> takenBy(Mapping mapping) {
        if (!mapping.headers().map(wanted -> wanted.matches(NO_HEADERS)).orElse(true)) {
            return List.of();
        }
        return mapping.when().map(when -> Events.of(when.json())).orElse(List.of(Events.all())).stream()
                .flatMap(events -> inEnvelope(events).stream())
                .toList();
    }

    /** Without the fields that no event has: such a condition always holds, or never. */
    private static Optional<Events> inEnvelope(Events events) {
        Events inside = events;
        for (Map.Entry<List<String>, Set<JsonNode>> field : events.fields().entrySet()) {
            if (!ENVELOPE.contains(field.getKey().get(0))) {
                if (FieldValues.present(field.getValue())) {
                    return Optional.empty();
                }
                inside = inside.without(field.getKey());
            }
        }
        return Optional.of(inside);
    }

    private static Optional<Events> narrowed(Events taken, Events alerts, Mapping mapping) {
        Optional<Events> narrowed = Optional.of(taken);
        for (Map.Entry<List<String>, Set<JsonNode>> condition : alerts.fields().entrySet()) {
            String field = String.join(".", condition.getKey());
            Set<JsonNode> values = condition.getValue();
            String copied = mapping.copies().fields().get(field);
            if (copied != null && FieldValues.plain(values)) {
                narrowed = narrowed.flatMap(events -> events.and(List.of(copied.split("\\.")), values));
            } else if (copied == null && FieldValues.present(values) && hasNot(mapping, field)) {
                return Optional.empty();
            }
        }
        return narrowed;
    }

    private static boolean hasNot(Mapping mapping, String field) {
        return field.startsWith("labels.")
                && mapping.copies()
                        .labels()
                        .map(known -> !known.contains(field.substring("labels.".length())))
                        .orElse(false);
    }
}
