package io.tocsin.pipeline.ledger;

import io.tocsin.store.sql.Statements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What came of the first alerts of events that are decided in several transactions, each part a JSON array as text. */
public final class DecisionParts {

    private static final String WRITE = "INSERT INTO decision_part (event_id, part, alerts) VALUES (?, ?, ?)";

    private static final String REMOVE = "DELETE FROM decision_part WHERE event_id = ?";

    private DecisionParts() {}

    /**
     * One of them.
     *
     * @param event whose
     * @param to how many alerts of the event were decided with it and before it
     * @param alerts JSON array
     */
    record Part(String event, int to, String alerts) {}

    static void write(Handle tx, List<Part> parts) {
        Statements.of(tx).each(WRITE, parts, (values, part) -> values.text(part.event)
                .number(part.to)
                .text(part.alerts));
    }

    /** Removes them, since the event's decision has them. */
    static void remove(Handle tx, List<String> events) {
        Statements.of(tx).each(REMOVE, events, (values, event) -> values.text(event));
    }

    /** The parts of these events that have any, in their order. */
    public static Map<String, List<String>> read(Handle tx, Collection<String> events) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        Statements.of(tx)
                .among(
                        "SELECT event_id, alerts FROM decision_part WHERE event_id IN (<list>) ORDER BY event_id, part",
                        events,
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(part -> parts.computeIfAbsent(part.getKey(), event -> new ArrayList<>())
                        .add(part.getValue()));
        return parts;
    }

    /** The elements of all these JSON arrays in one, without reading them. */
    public static String joined(List<String> arrays) {
        return arrays.stream()
                .map(array -> array.substring(1, array.length() - 1))
                .filter(elements -> !elements.isEmpty())
                .collect(Collectors.joining(",", "[", "]"));
    }
}
