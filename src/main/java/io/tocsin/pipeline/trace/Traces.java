package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.rule.Rules;
import io.tocsin.pipeline.ledger.DecisionParts;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.RowJson;
import io.tocsin.store.sql.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The story of an event: what arrived, what it means, which rules applied or why not, and how everything that came of it
 * ended. Read from the store, but for the rules, which are asked again as they are now.
 */
public final class Traces {

    private final Store store;
    private final ObjectMapper json;
    private final Supplier<Rules> rules;
    private final HeldPart held;

    /**
     * @param store where everything is
     * @param json reads what the store keeps as JSON
     * @param rules the rules as they are now
     * @param windows until when windows go on
     */
    public Traces(Store store, ObjectMapper json, Supplier<Rules> rules, HeldUntil windows) {
        this.held = new HeldPart(windows);
        this.store = store;
        this.json = json;
        this.rules = rules;
    }

    /**
     * The trace of the event with this id, or of the newest event behind the alert, incident, notice, delivery or dead
     * letter with this id; {@code otherEvents} names the older ones, {@code repeats} those that only repeated an incident or
     * alert, {@code digest} what the id tells of if it is one. Blocks.
     *
     * @return empty where there is nothing with this id (any more)
     */
    public Optional<ObjectNode> find(String id) {
        return store.read(tx -> {
            List<String> events = EventsBehind.find(tx, id);
            if (events.isEmpty()) {
                return Optional.empty();
            }
            Optional<ObjectNode> trace = trace(tx, events.get(events.size() - 1));
            trace.ifPresent(found -> {
                found.put("askedFor", id);
                new DigestPart(tx, json).find(id).ifPresent(digest -> found.set("digest", digest));
                events.subList(0, events.size() - 1).forEach(found.withArray("otherEvents")::add);
                EventsBehind.repeats(tx, id, events).forEach(found.withArray("repeats")::add);
            });
            return trace;
        });
    }

    private Optional<ObjectNode> trace(Handle tx, String eventId) {
        return tx.createQuery("""
                        SELECT id, source, identity, external_id, content_type, received_at, state, attempt AS attempts,
                               CASE WHEN state = 'pending' AND owner IS NULL THEN due_at END AS due_at, mapping, rules_version,
                               settled_at, attributes, body, decision
                        FROM event WHERE id = :id
                        """)
                .bind("id", eventId)
                .map(new RowJson(json, "attributes", "decision"))
                .findOne()
                .map(event -> trace(tx, event));
    }

    private ObjectNode trace(Handle tx, ObjectNode event) {
        ObjectNode decision =
                Optional.ofNullable((ObjectNode) event.remove("decision")).orElseGet(json::createObjectNode);
        DecisionParts.read(tx, List.of(event.path("id").textValue())).values().forEach(parts -> JsonText.read(
                        json, DecisionParts.joined(parts))
                .forEach(decision.withArray("alerts")::add));
        String body = event.remove("body").textValue();
        event.put("bytes", body.getBytes(StandardCharsets.UTF_8).length);
        event.set("body", JsonText.orText(json, body));

        note(event, decision).ifPresent(note -> event.put("note", note));

        String id = event.path("id").textValue();
        ObjectNode trace = json.createObjectNode();
        trace.set("event", event);
        new RulesPart(json, rules.get()).write(trace, event.path("rulesVersion").asText(), decision);
        JsonNode refused = decision.path("refused");
        if (!refused.isEmpty()) {
            trace.set("refused", refused);
        }
        OutcomePart outcome = new OutcomePart(tx, json, held);
        trace.set("incidents", outcome.incidents(decision));
        trace.set("notices", outcome.notices(id));
        trace.set("deadLetters", outcome.deadLetters(id));
        return trace;
    }

    /** Why nothing came of it, where that is no fault. */
    private static Optional<String> note(ObjectNode event, ObjectNode decision) {
        boolean nothing =
                decision.path("alerts").isEmpty() && decision.path("refused").isEmpty();
        return event.path("state").asText().equals("decided") && nothing
                ? Optional.of("mapping " + event.path("mapping").asText("(none)")
                        + " makes no alert of it, so no rule was asked and nobody is notified")
                : Optional.empty();
    }
}
