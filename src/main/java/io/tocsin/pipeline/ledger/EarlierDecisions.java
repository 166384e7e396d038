package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tocsin.model.event.Event;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What was decided of events before: of those whose refused alerts are decided again, and of those that are decided in
 * parts. It stands, and the new decision joins it.
 *
 * <p>A part is written once, as text, and read by the last: were the trace of an event of thousands of alerts read and written again by
 * each, that would be most of what they cost.
 */
final class EarlierDecisions {

    private final ObjectMapper json;
    private final Map<String, ObjectNode> byEvent = new HashMap<>();
    private final Map<String, List<String>> parts = new HashMap<>();

    private EarlierDecisions(ObjectMapper json) {
        this.json = json;
    }

    static EarlierDecisions load(Handle tx, ObjectMapper json, List<EventStaging> decisions) {
        EarlierDecisions earlier = new EarlierDecisions(json);
        List<String> begun = decisions.stream()
                .filter(EarlierDecisions::mayHaveBegun)
                .map(decision -> decision.event().id())
                .toList();
        if (!begun.isEmpty()) {
            Statements statements = Statements.of(tx);
            statements
                    .among(
                            "SELECT id, decision FROM event WHERE id IN (<list>) AND decision IS NOT NULL",
                            begun,
                            row -> Map.entry(row.getString(1), row.getString(2)))
                    .forEach(
                            row -> earlier.byEvent.put(row.getKey(), (ObjectNode) JsonText.read(json, row.getValue())));
            DecisionParts.read(tx, begun).forEach(earlier.parts::put);
        }
        return earlier;
    }

    /** Whether something of its event may have been decided before it, which joins it. */
    static boolean mayHaveBegun(EventStaging decision) {
        return decision.isLast()
                && (decision.continues()
                        || !decision.event().redo().isEmpty()
                        || decision.deadReason().isPresent());
    }

    /**
     * What stands in the event once this is committed, as JSON.
     *
     * @param staging the last part of its event
     */
    String with(EventStaging staging, ObjectNode decision) {
        ObjectNode whole = joined(staging, decision);
        List<String> before = parts.getOrDefault(staging.event().id(), List.of());
        if (!before.isEmpty()) {
            List<String> all = new ArrayList<>(before);
            all.add(JsonText.of(json, whole.withArray("alerts")));
            whole.putRawValue("alerts", new RawValue(DecisionParts.joined(all)));
        }
        return JsonText.of(json, whole);
    }

    private ObjectNode joined(EventStaging staging, ObjectNode decision) {
        Event event = staging.event();
        ObjectNode earlier = byEvent.get(event.id());
        if (earlier == null) {
            return decision;
        }
        ArrayNode alerts = earlier.withArray("alerts");
        decision.path("alerts").forEach(alerts::add);
        earlier.remove("dead");
        if (decision.has("dead")) {
            earlier.set("dead", decision.path("dead"));
        }
        ArrayNode refused = decision.arrayNode();
        for (JsonNode one : earlier.path("refused")) {
            if (!event.redo().contains(one.path("index").intValue())) {
                refused.add(one);
            }
        }
        decision.path("refused").forEach(refused::add);
        earlier.remove("refused");
        if (!refused.isEmpty()) {
            earlier.set("refused", refused);
        }
        return earlier;
    }
}
