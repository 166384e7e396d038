package io.tocsin.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.event.Event;
import io.tocsin.store.JsonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What was decided of events whose refused alerts are decided again: it stands, and the new decision joins it. */
final class EarlierDecisions {

    private final Map<String, ObjectNode> byEvent = new HashMap<>();

    private EarlierDecisions() {}

    static EarlierDecisions load(Handle tx, ObjectMapper json, List<EventStaging> decisions) {
        EarlierDecisions earlier = new EarlierDecisions();
        List<String> redone = decisions.stream()
                .map(EventStaging::event)
                .filter(event -> !event.redo().isEmpty())
                .map(Event::id)
                .toList();
        if (!redone.isEmpty()) {
            tx.createQuery("SELECT id, decision FROM event WHERE id IN (<ids>) AND decision IS NOT NULL")
                    .bindList("ids", redone)
                    .map((row, context) -> Map.entry(row.getString("id"), row.getString("decision")))
                    .forEach(
                            row -> earlier.byEvent.put(row.getKey(), (ObjectNode) JsonText.read(json, row.getValue())));
        }
        return earlier;
    }

    ObjectNode with(Event event, ObjectNode decision) {
        ObjectNode earlier = byEvent.get(event.id());
        if (earlier == null) {
            return decision;
        }
        ArrayNode alerts = earlier.withArray("alerts");
        decision.path("alerts").forEach(alerts::add);
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
