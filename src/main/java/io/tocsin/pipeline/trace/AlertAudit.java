package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.incident.IncidentSheet;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.RowJson;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Whether somebody was notified of an alert, when, and whether it arrived: from what the hub has of it, and from what the audit
 * keeps of that when it is gone.
 */
public final class AlertAudit {

    /** The newest incidents of an alert, and deliveries of each. */
    private static final int INCIDENTS = 50;

    private static final int DELIVERIES = 500;

    private static final String ALERT = """
            SELECT id, status, severity, first_seen_at, last_seen_at, fire_count AS count, content FROM alert WHERE id = :id
            """;

    private static final String INCIDENTS_OF = """
            SELECT id FROM incident WHERE alert_id = :id
            UNION SELECT incident_id FROM member WHERE alert_id = :id
            UNION SELECT incident_id FROM alert WHERE id = :id AND incident_id IS NOT NULL
            """;

    private static final String NOTED = """
            SELECT id, seq, at AS noted_at, detail FROM audit WHERE target = :target AND action = :action ORDER BY id DESC LIMIT :most
            """;

    private static final String KEY = "SELECT identity, fingerprint FROM alert WHERE id = :id";

    private static final String MESSAGES =
            "SELECT id, message FROM notice WHERE incident_id = :incident ORDER BY id DESC LIMIT :most";

    private static final String ACTS = """
            SELECT at AS done_at, actor, action, detail, seq FROM audit
            WHERE target = :target AND action LIKE 'incident.%' ORDER BY id
            """;

    private final Store store;
    private final ObjectMapper json;
    private final HeldPart held;
    private final Duration kept;

    /**
     * @param store where everything is
     * @param json reads what the store keeps as JSON
     * @param windows until when windows go on
     * @param kept for how long it is known what was sent, by the store or the audit
     */
    public AlertAudit(Store store, ObjectMapper json, HeldUntil windows, Duration kept) {
        this.store = store;
        this.json = json;
        this.held = new HeldPart(windows);
        this.kept = kept;
    }

    /**
     * All that is known. Blocks.
     *
     * @param id of an alert, or of an incident
     * @return empty where neither the hub nor its audit knows it
     */
    public Optional<ObjectNode> find(String id) {
        return store.read(tx -> {
            ObjectNode answer = json.createObjectNode().put("askedFor", id);
            Optional<ObjectNode> alert = Id.ALERT.names(id) ? alert(tx, id) : Optional.empty();
            alert.ifPresent(found -> answer.set("alert", found));
            Map<String, ObjectNode> noted = new LinkedHashMap<>();
            Set<String> ids = incidents(tx, id, noted);
            Optional<String> key = Id.ALERT.names(id) ? key(tx, id, noted.values()) : Optional.empty();
            ArrayNode incidents = answer.putArray("incidents");
            ids.stream().sorted(Comparator.reverseOrder()).limit(INCIDENTS).forEach(incident -> incident(
                            tx, incident, Optional.ofNullable(noted.get(incident)), key)
                    .ifPresent(incidents::add));
            summary(answer, ids.size() > INCIDENTS);
            knownSince(answer, store.now(tx).minus(kept));
            return alert.isEmpty() && incidents.isEmpty() ? Optional.empty() : Optional.of(answer);
        });
    }

    private Optional<ObjectNode> alert(Handle tx, String id) {
        return tx.createQuery(ALERT)
                .bind("id", id)
                .map(new RowJson(json, "content"))
                .findOne()
                .map(row -> {
                    JsonNode content = row.remove("content");
                    for (String field : List.of("title", "source", "fingerprint")) {
                        row.set(field, content.path(field));
                    }
                    return row;
                });
    }

    /** What messages of groups name the alert by. */
    private static Optional<String> key(Handle tx, String id, Collection<ObjectNode> noted) {
        return tx.createQuery(KEY)
                .bind("id", id)
                .map((row, context) -> NamedAlerts.key(row.getString("identity"), row.getString("fingerprint")))
                .findOne()
                .or(() -> noted.stream()
                        .filter(entry -> entry.has("key"))
                        .map(entry -> entry.path("key").asText())
                        .findFirst());
    }

    /** @param noted gets what the audit says of those that may be gone */
    private Set<String> incidents(Handle tx, String id, Map<String, ObjectNode> noted) {
        if (Id.INCIDENT.names(id)) {
            return Set.of(id);
        }
        Set<String> ids = new LinkedHashSet<>(
                tx.createQuery(INCIDENTS_OF).bind("id", id).mapTo(String.class).list());
        for (ObjectNode entry : noted(tx, id, OutcomeRecords.ALERT, DELIVERIES)) {
            String incident = entry.path("incident").asText();
            ids.add(incident);
            noted.putIfAbsent(incident, entry);
        }
        return ids;
    }

    private Optional<ObjectNode> incident(Handle tx, String id, Optional<ObjectNode> noted, Optional<String> alertKey) {
        ObjectNode told = json.createObjectNode().put("id", id);
        Optional<ObjectNode> sheet = Optional.ofNullable(
                new IncidentSheet(tx, json).standing(List.of(id)).get(id));
        sheet.or(() -> noted).ifPresent(from -> {
            for (String field : List.of(
                    "title", "state", "severity", "grouping", "openedAt", "resolvedAt", "counts", "timeline", "next")) {
                if (from.has(field)) {
                    told.set(field, from.path(field));
                }
            }
        });
        told.put("isKept", sheet.isPresent());
        Map<String, ObjectNode> deliveries = new LinkedHashMap<>();
        noted(tx, id, OutcomeRecords.DELIVERY, DELIVERIES)
                .forEach(one -> deliveries.putIfAbsent(one.path("delivery").asText(), one));
        Deliveries.of(tx, json, id, DELIVERIES).forEach(one -> {
            one.remove("incident");
            deliveries.put(one.path("delivery").asText(), one);
        });
        ArrayNode list = told.putArray("deliveries");
        deliveries.keySet().stream().sorted().map(deliveries::get).forEach(list::add);
        alertKey.ifPresent(key -> name(tx, id, key, told));
        ArrayNode acts = told.putArray("acts");
        tx.createQuery(ACTS).bind("target", id).map(new RowJson(json)).list().forEach(acts::add);
        held.write(tx, Map.of(id, told));
        boolean unknown = sheet.isEmpty() && noted.isEmpty() && list.isEmpty() && acts.isEmpty();
        return unknown ? Optional.empty() : Optional.of(told);
    }

    /** Says of each delivery of a group whether it names the alert. */
    private void name(Handle tx, String incident, String key, ObjectNode told) {
        Map<String, NamedAlerts.Naming> naming = new HashMap<>();
        noted(tx, incident, OutcomeRecords.NOTICE, DELIVERIES)
                .forEach(kept -> naming.put(kept.path("notice").asText(), NamedAlerts.naming(kept, key)));
        if (!told.has("grouping") && naming.isEmpty()) {
            return; // it stands alone
        }
        tx.createQuery(MESSAGES)
                .bind("incident", incident)
                .bind("most", DELIVERIES)
                .map((row, context) ->
                        NamedAlerts.of(row.getString("id"), JsonText.read(json, row.getString("message"))))
                .forEach(kept ->
                        kept.ifPresent(one -> naming.put(one.path("notice").asText(), NamedAlerts.naming(one, key))));
        for (JsonNode delivery : told.path("deliveries")) {
            String notice = delivery.path("notice").asText();
            ((ObjectNode) delivery)
                    .put(
                            "naming",
                            naming.getOrDefault(notice, NamedAlerts.Naming.COUNTED)
                                    .word());
        }
    }

    /** What retention noted, the newest first. */
    private List<ObjectNode> noted(Handle tx, String target, String action, int most) {
        return tx.createQuery(NOTED)
                .bind("target", target)
                .bind("action", action)
                .bind("most", most)
                .map((row, context) -> {
                    ObjectNode noted = (ObjectNode) JsonText.read(json, row.getString("detail"));
                    noted.put("audit", row.getString("id"));
                    return noted;
                })
                .list();
    }

    /** Where it is older than that, more may have been sent than is kept. */
    private static void knownSince(ObjectNode answer, Instant since) {
        boolean isOlder = Stream.concat(
                        Stream.of(answer.at("/alert/firstSeenAt")),
                        answer.path("incidents").findValues("openedAt").stream())
                .filter(JsonNode::isTextual)
                .anyMatch(begin -> Instant.parse(begin.textValue()).isBefore(since));
        if (isOlder) {
            answer.withObject("/summary").put("knownSince", since.toString());
        }
    }

    /** @param isCut whether there is more than was looked at */
    private static void summary(ObjectNode answer, boolean isCut) {
        Map<String, Integer> outcomes = new LinkedHashMap<>();
        for (String outcome : List.of("arrived", "pending", "failed")) {
            outcomes.put(outcome, 0);
        }
        Map<String, Integer> unnamed = new TreeMap<>();
        boolean cut = isCut;
        String first = "";
        for (JsonNode incident : answer.path("incidents")) {
            cut |= incident.path("deliveries").size() >= DELIVERIES;
            for (JsonNode delivery : incident.path("deliveries")) {
                String outcome = delivery.path("outcome").asText();
                String naming = delivery.path("naming").asText(NamedAlerts.Naming.NAMED.word());
                if (naming.equals(NamedAlerts.Naming.NAMED.word())) {
                    outcomes.merge(outcome, 1, Integer::sum);
                    String at = delivery.path("arrivedAt").asText("");
                    first = !at.isEmpty() && (first.isEmpty() || at.compareTo(first) < 0) ? at : first;
                } else if (outcome.equals("arrived")) {
                    unnamed.merge(naming, 1, Integer::sum);
                }
            }
        }
        ObjectNode summary = answer.putObject("summary").put("notified", outcomes.get("arrived") > 0);
        if (!first.isEmpty()) {
            summary.put("firstArrivedAt", first);
        }
        outcomes.forEach(summary::put);
        if (!unnamed.isEmpty()) {
            unnamed.forEach(summary.putObject("arrivedOfItsGroup")::put);
        }
        if (cut) {
            summary.put("truncated", true);
        }
    }
}
