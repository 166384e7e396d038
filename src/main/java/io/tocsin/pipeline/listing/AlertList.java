package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.listing.ListFilter.Field;
import io.tocsin.store.sql.RowJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Alerts, by when they were last seen. A cursor is that time and the id. */
record AlertList(ObjectMapper json) implements Listed {

    private static final String ROWS = """
            SELECT id, fingerprint, status AS state, severity, content, fire_count AS fired, first_seen_at, last_seen_at,
                   event_id AS event,
                   CASE WHEN :rule = '' OR EXISTS (
                          SELECT 1 FROM incident i
                          WHERE (i.alert_id = alert.id OR i.id = alert.incident_id) AND i.rules LIKE '%"' || :rule || '"%') THEN 1 ELSE 0 END AS ruled,
                   CASE WHEN :receiver = '' OR EXISTS (
                          SELECT 1 FROM incident i JOIN notice n ON n.incident_id = i.id
                          JOIN delivery d ON d.notice_id = n.id
                          WHERE (i.alert_id = alert.id OR i.id = alert.incident_id) AND d.receiver = :receiver) THEN 1 ELSE 0 END AS receives
            FROM alert
            WHERE last_seen_at <= :seen AND (last_seen_at < :seen OR id < :id)
            ORDER BY last_seen_at DESC, id DESC LIMIT :most
            """;

    @Override
    public boolean isCursor(String text) {
        return text.matches("[0-9]{1,18}-alr_[0-9a-z]{1,40}");
    }

    @Override
    public String before(Instant until) {
        return Math.max(0, until.toEpochMilli()) + "-";
    }

    @Override
    public List<Row> after(Handle tx, String cursor, int most, ListFilter filter) {
        int dash = cursor.indexOf('-');
        RowJson columns = new RowJson(json, "content");
        return tx.createQuery(ROWS)
                .bind("seen", dash < 0 ? Long.MAX_VALUE : Long.parseLong(cursor.substring(0, dash)))
                .bind("id", cursor.substring(dash + 1))
                .bind("most", most)
                .bind("rule", filter.asked(Field.RULE).orElse(""))
                .bind("receiver", filter.asked(Field.RECEIVER).orElse(""))
                .map((row, context) -> new Row(
                        row.getLong("last_seen_at") + "-" + row.getString("id"),
                        Instant.ofEpochMilli(row.getLong("last_seen_at")),
                        columns.map(row, context)))
                .list();
    }

    @Override
    public Optional<ObjectNode> entry(ObjectNode row, ListFilter filter) {
        JsonNode alert = row.remove("content");
        boolean asked =
                row.remove("ruled").asInt() == 1 & row.remove("receives").asInt() == 1;
        boolean fits = asked
                && filter.takes(Field.STATE, row.path("state").asText())
                && filter.takes(Field.SEVERITY, row.path("severity").asText())
                && filter.takesTitle(alert.path("title").asText())
                && filter.takesLabels(alert)
                && filter.takesSource(alert);
        if (!fits) {
            return Optional.empty();
        }
        for (String field : List.of("title", "origin", "source", "labels")) {
            if (alert.has(field)) {
                row.set(field, alert.path(field));
            }
        }
        return Optional.of(row);
    }
}
