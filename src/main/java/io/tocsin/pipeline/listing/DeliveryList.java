package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.listing.ListFilter.Field;
import io.tocsin.pipeline.trace.WhoPart;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.RowJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Deliveries, by when they were made. The order is that of their ids. Those of an incident, those that wait and those that failed are few
 * among many, and have indexes of their own; no other is made for a list, since each delivery would pay for it.
 */
record DeliveryList(ObjectMapper json) implements Listed {

    private static final String NEWEST = "dlv_~"; // sorts after every id

    private static final String COLUMNS = """
            SELECT d.id, d.state, d.receiver, d.recipient, d.held, NULLIF(d.incident_id, d.notice_id) AS incident,
                   d.notice_id AS notice, d.created_at, CASE WHEN d.state = 'pending' AND d.owner IS NULL THEN d.due_at END AS due_at,
                   CASE WHEN d.state = 'pending' AND d.owner IS NOT NULL THEN 'true' END AS under_way,
                   d.settled_at, d.attempt AS attempts_counted, d.failure_class, d.reason, d.status_code, d.digest_id AS digest,
                   d.fallback_of, CASE d.possible_duplicate WHEN 1 THEN 'true' END AS possible_duplicate
            """;

    /** Without an index for the order, which is another's: so it is read by the one of the condition, and sorted. */
    private static final String SORTED = " AND d.id || '' < :cursor ORDER BY d.id || '' DESC LIMIT :most";

    private static final String IN_ORDER = " d.id < :cursor ORDER BY d.id DESC LIMIT :most";

    static final String ANY = COLUMNS + "FROM delivery d WHERE" + IN_ORDER;

    static final String FAILED = COLUMNS + "FROM delivery d WHERE d.failure_class IS NOT NULL AND" + IN_ORDER;

    static final String OF_INCIDENT =
            COLUMNS + "FROM notice n JOIN delivery d ON d.notice_id = n.id WHERE n.incident_id = :incident" + SORTED;

    static final String WAITING = COLUMNS + "FROM delivery d WHERE d.state = 'pending' AND d.receiver >= ''" + SORTED;

    static final String WAITING_THERE =
            COLUMNS + "FROM delivery d WHERE d.state = 'pending' AND d.receiver = :receiver" + SORTED;

    private static final String ABOUT = "SELECT id, title, severity FROM incident WHERE id IN (<ids>)";

    private static final List<String> FLAGS = List.of("underWay", "possibleDuplicate");

    @Override
    public boolean isCursor(String text) {
        return text.matches("dlv_[0-9a-z]{1,40}");
    }

    @Override
    public String before(Instant until) {
        return Id.DELIVERY.before(until.plus(Lists.BESIDE));
    }

    @Override
    public List<Row> after(Handle tx, String cursor, int most, ListFilter filter) {
        RowJson columns = new RowJson(json, "recipient");
        return tx.createQuery(query(filter))
                .bind("cursor", cursor.isEmpty() ? NEWEST : cursor)
                .bind("most", most)
                .bind("incident", filter.asked(Field.INCIDENT).orElse(""))
                .bind("receiver", filter.asked(Field.RECEIVER).orElse(""))
                .map((row, context) -> new Row(
                        row.getString("id"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        columns.map(row, context)))
                .list();
    }

    private static String query(ListFilter filter) {
        String state = filter.asked(Field.STATE).orElse("");
        if (filter.asked(Field.INCIDENT).isPresent()) {
            return OF_INCIDENT;
        }
        if (filter.asked(Field.FAILURE_CLASS).isPresent() || state.equals("dead")) {
            return FAILED;
        }
        if (state.equals("pending")) {
            return filter.asked(Field.RECEIVER).isPresent() ? WAITING_THERE : WAITING;
        }
        return ANY;
    }

    @Override
    public Optional<ObjectNode> entry(ObjectNode row, ListFilter filter) {
        boolean fits = filter.takes(Field.STATE, row.path("state").asText())
                && filter.takes(Field.RECEIVER, row.path("receiver").asText())
                && filter.takes(Field.FAILURE_CLASS, row.path("failureClass").asText());
        if (!fits) {
            return Optional.empty();
        }
        WhoPart.name(row);
        FLAGS.stream().filter(row::has).forEach(flag -> row.put(flag, true));
        return Optional.of(row);
    }

    /** What the incidents are about. */
    @Override
    public void complete(Handle tx, List<ObjectNode> entries) {
        Map<String, List<ObjectNode>> byIncident = entries.stream()
                .filter(entry -> entry.has("incident"))
                .collect(Collectors.groupingBy(
                        entry -> entry.path("incident").asText(), HashMap::new, Collectors.toList()));
        if (byIncident.isEmpty()) {
            return;
        }
        tx.createQuery(ABOUT)
                .bindList("ids", List.copyOf(byIncident.keySet()))
                .map(new RowJson(json))
                .forEach(
                        incident -> byIncident.get(incident.path("id").asText()).forEach(entry -> {
                            entry.set("title", incident.path("title"));
                            entry.set("severity", incident.path("severity"));
                        }));
    }
}
