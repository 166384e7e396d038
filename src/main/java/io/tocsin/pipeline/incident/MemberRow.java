package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Member;
import io.tocsin.store.sql.Statements;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * A member of an incident that a grouping made, as the store keeps it.
 *
 * @param incidentId whose
 * @param member the member
 */
record MemberRow(String incidentId, Member member) {

    private static final String UPSERT = """
            INSERT INTO member (id, incident_id, alert_id, changed, over_at, content) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, over_at = excluded.over_at, content = excluded.content
            """;

    /** Those that fire, and the others of which something changed since a version: nobody who knows that one hears of the rest. */
    private static final String CONCERNING = """
            SELECT content FROM member
            WHERE incident_id = :incident AND (over_at IS NULL OR changed > :since)
            """;

    /** So many at a time, where the database gives all that there are otherwise. */
    private static final int FETCHED = 500;

    /** The key of an alert in an incident. */
    static String id(String incidentId, String alertId) {
        return incidentId + "/" + alertId;
    }

    /** Those of these {@linkplain #id keys} that there are. */
    static Collection<MemberRow> of(Handle tx, Collection<String> ids) {
        return Statements.of(tx)
                .among(
                        "SELECT incident_id, content FROM member WHERE id IN (<list>)",
                        ids,
                        row -> new MemberRow(row.getString("incident_id"), Book.member(row.getString("content"))));
    }

    /**
     * Reads the members that fire, and those that are over since a version, one after the other.
     *
     * @param since a version of the incident; the highest number there is for those that fire alone
     */
    static void read(Handle tx, String incidentId, long since, Consumer<Member> each) {
        tx.createQuery(CONCERNING)
                .bind("incident", incidentId)
                .bind("since", since)
                .setFetchSize(FETCHED)
                .map((row, context) -> Book.member(row.getString("content")))
                .forEach(each);
    }

    /** So many of an incident: those that fire, then those that changed last. */
    static List<Member> newest(Handle tx, String incidentId, int most) {
        return tx.createQuery("""
                        SELECT content FROM member WHERE incident_id = :incident
                        ORDER BY CASE WHEN over_at IS NULL THEN 0 ELSE 1 END, changed DESC LIMIT :most
                        """)
                .bind("incident", incidentId)
                .bind("most", most)
                .map((row, context) -> Book.member(row.getString("content")))
                .list();
    }

    static void write(Handle tx, Collection<MemberRow> rows) {
        Statements.of(tx).each(UPSERT, rows, (values, row) -> values.text(id(row.incidentId, row.member.alert()))
                .text(row.incidentId)
                .text(row.member.alert())
                .number(row.member.changed())
                .time(row.member.overAt())
                .text(Book.text(row.member)));
    }
}
