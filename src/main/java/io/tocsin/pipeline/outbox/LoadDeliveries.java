package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.recipient.OnCall;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads claimed deliveries with what they say and what their provider calls the incident. */
final class LoadDeliveries {

    private static final String SELECT = """
            SELECT d.*, n.message, n.rules, n.event_id, n.round, COALESCE(t.content, '') AS thread
            FROM delivery d JOIN notice n ON n.id = d.notice_id
            LEFT JOIN thread t ON t.incident_id = d.incident_id AND t.receiver = d.receiver AND t.address = d.address
                               AND t.round = n.round
            WHERE d.id IN (<list>)
            """;

    private LoadDeliveries() {}

    static List<Delivery> of(Handle tx, List<String> ids) {
        return Statements.of(tx).among(SELECT, ids, LoadDeliveries::read);
    }

    private static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                row.getString("notice_id"),
                row.getString("event_id"),
                NoticeRow.ruleNames(row.getString("rules")),
                row.getString("incident_id"),
                row.getLong("version"),
                row.getLong("round"),
                row.getString("receiver"),
                row.getString("address"),
                row.getString("fallback_of"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("first_attempt_at")),
                row.getLong("fence"),
                row.getLong("attempt"),
                row.getString("message"),
                OnCall.added(row.getString("recipient"), row.getString("on_call")),
                row.getString("thread"),
                row.getLong("possible_duplicate") == 1,
                row.getLong("unanswered"),
                row.getLong("priority"));
    }
}
