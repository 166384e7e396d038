package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.listing.ListFilter.Field;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.RowJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;

/** Events, by when they came. The order is that of their ids, which are made in the order of arrival. */
record EventList(ObjectMapper json) implements Listed {

    private static final String NEWEST = "evt_~"; // sorts after every id

    private static final String COLUMNS = """
            SELECT id, source, external_id, received_at, state, mapping, decision,
                   CASE WHEN :receiver = '' OR EXISTS (
                          SELECT 1 FROM notice n JOIN delivery d ON d.notice_id = n.id
                          WHERE n.event_id = event.id AND d.receiver = :receiver) THEN 1 ELSE 0 END AS receives
            FROM event
            """;

    private static final String ROWS = COLUMNS + "WHERE id < :cursor ORDER BY id DESC LIMIT :most";

    /**
     * The index has sources first: a step for each of them. Its order is not that of ids, of which there are few. The store has before
     * an id which kind of one it is; who looks for it need not know that.
     */
    static final String OF_SENDER = "WITH RECURSIVE " + Lists.EACH_SOURCE + COLUMNS + """
            WHERE source IN (SELECT name FROM s WHERE name IS NOT NULL) AND id || '' < :cursor
              AND external_id IN (:external, 'msg:' || :external, 'key:' || :external, 'eventbridge:' || :external, 'sns:' || :external)
            ORDER BY id || '' DESC LIMIT :most
            """;

    @Override
    public boolean isCursor(String text) {
        return text.matches("evt_[0-9a-z]{1,40}");
    }

    @Override
    public String before(Instant until) {
        return Id.EVENT.before(until.plus(Lists.BESIDE));
    }

    @Override
    public List<Row> after(Handle tx, String cursor, int most, ListFilter filter) {
        RowJson columns = new RowJson(json, "decision");
        Optional<String> external = filter.asked(Field.EXTERNAL_ID);
        return tx.createQuery(external.isPresent() ? OF_SENDER : ROWS)
                .bind("external", external.orElse(""))
                .bind("cursor", cursor.isEmpty() ? NEWEST : cursor)
                .bind("most", most)
                .bind("receiver", filter.asked(Field.RECEIVER).orElse(""))
                .map((row, context) -> new Row(
                        row.getString("id"),
                        Instant.ofEpochMilli(row.getLong("received_at")),
                        columns.map(row, context)))
                .list();
    }

    @Override
    public Optional<ObjectNode> entry(ObjectNode row, ListFilter filter) {
        JsonNode decision = Optional.ofNullable(row.remove("decision")).orElseGet(json::createObjectNode);
        boolean receives = row.remove("receives").asInt() == 1;
        if (row.path("externalId").equals(row.path("id"))) {
            row.remove("externalId"); // its sender has no name for it
        }
        boolean fits = receives
                && filter.takes(Field.SOURCE, row.path("source").asText())
                && filter.takes(Field.STATE, row.path("state").asText());
        if (!fits) {
            return Optional.empty();
        }
        boolean anyAlert = !filter.asksForTitle()
                && filter.labels().isEmpty()
                && filter.asked(Field.SEVERITY).isEmpty()
                && filter.asked(Field.RULE).isEmpty();
        Optional<JsonNode> shown = children(decision.path("alerts"))
                .filter(alert -> anyAlert || takes(filter, alert))
                .findFirst();
        if (shown.isEmpty() && !anyAlert) {
            return Optional.empty();
        }
        row.put("alerts", decision.path("alerts").size());
        shown.map(alert -> alert.path("alert")).ifPresent(alert -> row.put("title", text(alert, "title"))
                .put("status", text(alert, "status"))
                .put("severity", text(alert, "severity")));
        Set<String> verdicts = new TreeSet<>();
        children(decision.path("alerts"))
                .flatMap(alert -> children(alert.path("rules")))
                .forEach(rule -> verdicts.add(text(rule, "verdict")));
        verdicts.forEach(row.withArray("verdicts")::add);
        return Optional.of(row);
    }

    private static boolean takes(ListFilter filter, JsonNode decided) {
        JsonNode alert = decided.path("alert");
        return filter.takesTitle(text(alert, "title"))
                && filter.takesLabels(alert)
                && filter.takes(Field.SEVERITY, text(alert, "severity"))
                && (filter.asked(Field.RULE).isEmpty()
                        || children(decided.path("rules"))
                                .anyMatch(rule -> filter.takes(Field.RULE, text(rule, "rule"))));
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
