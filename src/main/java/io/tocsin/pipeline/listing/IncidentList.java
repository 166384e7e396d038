package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.listing.ListFilter.Field;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.RowJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Incidents, by when they opened. The order is that of their ids, which are made as they open. */
record IncidentList(ObjectMapper json) implements Listed {

    private static final String NEWEST = "inc_~"; // sorts after every id

    private static final String ROWS = """
            SELECT id, rules, severity, title, version, opened_at, changed_at, resolved_at, acknowledged_by, assigned_to,
                   public_status,
                   CASE WHEN closed_at IS NOT NULL THEN 'closed'
                        WHEN state = 'open' AND acknowledged_by IS NOT NULL THEN 'acknowledged'
                        ELSE state END AS state,
                   (SELECT a.content FROM alert a WHERE a.id = incident.alert_id) AS alert,
                   CASE WHEN :receiver = '' OR EXISTS (
                          SELECT 1 FROM notice n JOIN delivery d ON d.notice_id = n.id
                          WHERE n.incident_id = incident.id AND d.receiver = :receiver) THEN 1 ELSE 0 END AS receives
            FROM incident WHERE id < :cursor ORDER BY id DESC LIMIT :most
            """;

    private static final String MEMBERS = """
            SELECT m.incident_id, a.content FROM member m JOIN alert a ON a.id = m.alert_id
            WHERE m.incident_id IN (<ids>) LIMIT 20000
            """;

    /** Left in a row by its members' labels, and by nobody else. */
    private static final String LABELLED = "labelled";

    /** What a digest told counts as the digest does. */
    private static final String RECEIVERS = """
            SELECT n.incident_id, d.receiver,
                   MAX(CASE WHEN d.state = 'delivered' OR g.state = 'delivered' THEN 1 ELSE 0 END) AS sent
            FROM notice n JOIN delivery d ON d.notice_id = n.id LEFT JOIN delivery g ON g.id = d.digest_id
            WHERE n.incident_id IN (<ids>) GROUP BY n.incident_id, d.receiver ORDER BY n.incident_id, d.receiver
            """;

    private record Reached(String incident, String receiver, boolean sent) {}

    @Override
    public boolean isCursor(String text) {
        return text.matches("inc_[0-9a-z]{1,40}");
    }

    @Override
    public String before(Instant until) {
        return Id.INCIDENT.before(until.plus(Lists.BESIDE));
    }

    @Override
    public List<Row> after(Handle tx, String cursor, int most, ListFilter filter) {
        RowJson columns = new RowJson(json, "alert", "rules");
        List<Row> rows = tx.createQuery(ROWS)
                .bind("cursor", cursor.isEmpty() ? NEWEST : cursor)
                .bind("most", most)
                .bind("receiver", filter.asked(Field.RECEIVER).orElse(""))
                .map((row, context) -> new Row(
                        row.getString("id"), Instant.ofEpochMilli(row.getLong("opened_at")), columns.map(row, context)))
                .list();
        filter.labels().ifPresent(labels -> label(tx, rows, labels));
        return rows;
    }

    /** Marks those of which another alert than their first has such labels: alerts that a grouping put together have rows of their own. */
    private void label(Handle tx, List<Row> rows, Scope labels) {
        if (rows.isEmpty()) {
            return;
        }
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        rows.forEach(row -> byId.put(row.cursor(), row.content()));
        tx.createQuery(MEMBERS)
                .bindList("ids", List.copyOf(byId.keySet()))
                .setFetchSize(200)
                .map((row, context) -> {
                    ObjectNode incident = byId.get(row.getString("incident_id"));
                    if (!incident.has(LABELLED) && labels.fits(JsonText.read(json, row.getString("content")))) {
                        incident.put(LABELLED, true);
                    }
                    return incident;
                })
                .useStream(read -> read.forEach(incident -> {}));
    }

    @Override
    public Optional<ObjectNode> entry(ObjectNode row, ListFilter filter) {
        JsonNode alert = Optional.ofNullable(row.remove("alert")).orElseGet(json::createObjectNode);
        boolean receives = row.remove("receives").asInt() == 1;
        boolean labelled = row.remove(LABELLED) != null || filter.takesLabels(alert);
        boolean fits = receives
                && labelled
                && filter.takes(Field.STATE, row.path("state").asText())
                && filter.takes(Field.SEVERITY, row.path("severity").asText())
                && filter.takesAny(Field.RULE, row.path("rules"))
                && filter.takesTitle(row.path("title").asText())
                && filter.takesSource(alert);
        if (!fits) {
            return Optional.empty();
        }
        for (String field : List.of("origin", "source")) {
            if (alert.has(field)) {
                row.set(field, alert.path(field));
            }
        }
        return Optional.of(row);
    }

    @Override
    public void complete(Handle tx, List<ObjectNode> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.path("id").asText(), entry));
        tx.createQuery(RECEIVERS)
                .bindList("ids", List.copyOf(byId.keySet()))
                .map((row, context) ->
                        new Reached(row.getString("incident_id"), row.getString("receiver"), row.getInt("sent") == 1))
                .forEach(reached -> {
                    ObjectNode entry = byId.get(reached.incident);
                    entry.withArray("receivers").add(reached.receiver);
                    if (reached.sent) {
                        entry.withArray("sentTo").add(reached.receiver);
                    }
                });
    }
}
