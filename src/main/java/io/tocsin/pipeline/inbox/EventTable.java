package io.tocsin.pipeline.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.event.Event;
import io.tocsin.model.event.KeptHeaders;
import io.tocsin.model.event.Redo;
import io.tocsin.store.lane.ClaimTable;
import io.tocsin.store.sql.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How events wait to be decided: the oldest first. */
public final class EventTable implements ClaimTable {

    /**
     * The oldest due ones, of so many characters together, but at least one; without a look at their bodies. To be given
     * {@code :size}, which of them besides, and how to skip what others lock.
     */
    static final String BY_SIZE = """
            SELECT id
            FROM (SELECT id, SUM(size) OVER (ORDER BY due_at, id) - size AS ahead
                  FROM (SELECT id, due_at, size FROM event WHERE state = 'pending' AND due_at <= :now %s
                        ORDER BY due_at, id LIMIT :room %s) AS due) AS summed
            WHERE ahead < :size
            """;

    @Override
    public String name() {
        return "event";
    }

    @Override
    public String earliest() {
        return "SELECT '" + InboxComponent.LANE + "' AS lane, min(due_at) AS due FROM event WHERE " + pending();
    }

    @Override
    public String columns() {
        return "id, source, identity, body, attributes, received_at, fence, attempt, redo";
    }

    /** A late end of the claim that is taken away must not come between those of who has the event now. */
    @Override
    public String abandoned() {
        return ", fence = fence + 1";
    }

    static Event read(ObjectMapper json, ResultSet row) throws SQLException {
        return new Event(
                row.getString("id"),
                row.getString("source"),
                row.getString("identity"),
                row.getString("body"),
                headers(json, row.getString("attributes")),
                Instant.ofEpochMilli(row.getLong("received_at")),
                row.getLong("fence"),
                row.getLong("attempt"),
                Redo.read(json, row.getString("redo")));
    }

    private static Map<String, String> headers(ObjectMapper json, String attributes) {
        Map<String, String> read = new HashMap<>();
        JsonText.read(json, attributes)
                .fields()
                .forEachRemaining(
                        field -> read.put(field.getKey(), field.getValue().asText()));
        return KeptHeaders.of(read);
    }
}
