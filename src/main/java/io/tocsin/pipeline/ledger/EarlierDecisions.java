package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.event.Event;
import io.tocsin.store.sql.JsonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What was decided of events before: of those whose refused alerts are decided again, and of those that are decided in
 * parts. It stands, and the new decision joins it.
 */
final class EarlierDecisions {

    private final Map<String, ObjectNode> byEvent = new HashMap<>();

    private EarlierDecisions() {}

    static EarlierDecisions load(Handle tx, ObjectMapper json, List<EventStaging> decisions) {
        EarlierDecisions earlier = new EarlierDecisions();
        List<String> begun = decisions.stream()
                .filter(EarlierDecisions::mayHaveBegun)
                .map(decision -> decision.event().id())
                .toList();
        if (!begun.isEmpty()) {
            tx.createQuery("SELECT id, decision FROM event WHERE id IN (<ids>) AND decision IS NOT NULL")
                    .bindList("ids", begun)
                    .map((row, context) -> Map.entry(row.getString("id"), row.getString("decision")))
                    .forEach(
                            row -> earlier.byEvent.put(row.getKey(), (ObjectNode) JsonText.read(json, row.getValue())));
        }
        return earlier;
    }

    private static boolean mayHaveBegun(EventStaging decision) {
        return decision.continues()
                || !decision.event().redo().isEmpty()
                || decision.deadReason().isPresent();
    }

    ObjectNode with(EventStaging staging, ObjectNode decision) {
        Event event = staging.event();
        ObjectNode earlier = byEvent.get(event.id());
        if (earlier == null) {
            return decision;
        }
        ArrayNode alerts = earlier.withArray("alerts");
        decision.path("alerts").forEach(alerts::add);
        if (!staging.isLast()) {
            return earlier;
        }
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
