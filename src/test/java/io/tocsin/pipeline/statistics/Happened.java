package io.tocsin.pipeline.statistics;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes what happened at some time as the hub would have, in as few columns as the store lets. */
final class Happened {

    private final Store store;
    private int count;

    Happened(Store store) {
        this.store = store;
    }

    private void write(String sql, Object... values) {
        Change<String, Void> change = (tx, orders, now) -> {
            tx.execute(sql, values);
            return Collections.nCopies(orders.size(), null);
        };
        store.submit(change, "").join();
    }

    /** An id as it is made at that time. */
    private String id(Id kind, Instant at) {
        return kind.before(at) + String.format("%06d", count++);
    }

    /** An event whose decision has these alerts. */
    String event(Instant at, String source, String... alerts) {
        String id = id(Id.EVENT, at);
        write(
                "INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at, state, due_at, decision)"
                        + " VALUES (?, ?, ?, 'a', '', '{}', ?, 'decided', 0, ?)",
                id,
                source,
                id,
                at.toEpochMilli(),
                "{\"alerts\":[" + String.join(",", alerts) + "]}");
        return id;
    }

    /** An event that is not decided. */
    String waiting(Instant at, String source) {
        String id = event(at, source);
        write("UPDATE event SET state = 'pending', decision = NULL WHERE id = ?", id);
        return id;
    }

    /** Decides one that waited. */
    void decide(String event, String... alerts) {
        write(
                "UPDATE event SET state = 'decided', decision = ? WHERE id = ?",
                "{\"alerts\":[" + String.join(",", alerts) + "]}",
                event);
    }

    /** An alert in a decision. */
    static String alert(String id, String status, String severity, String... rules) {
        StringBuilder lines = new StringBuilder();
        for (String rule : rules) {
            lines.append(lines.isEmpty() ? "" : ",")
                    .append("{\"rule\":\"")
                    .append(rule)
                    .append("\",\"verdict\":\"opened\"}");
        }
        return "{\"id\":\"" + id + "\",\"alert\":{\"status\":\"" + status + "\",\"severity\":\"" + severity
                + "\",\"title\":\"Title of " + id + "\"},\"rules\":[" + lines + "]}";
    }

    /** An incident of an alert of its own. */
    String incident(Instant at, String source, String severity, String rule) {
        String id = id(Id.INCIDENT, at);
        write(
                "INSERT INTO alert (id, identity, fingerprint, status, severity, content, fire_count, first_seen_at, last_seen_at,"
                        + " event_id) VALUES (?, '', ?, 'firing', ?, ?, 1, 1, 1, 'e')",
                "alr_" + id,
                id,
                severity,
                "{\"origin\":\"" + source + "\",\"source\":\"what the payload says\"}");
        write(
                "INSERT INTO incident (id, group_key, alert_id, rules, state, severity, title, version, opened_at, changed_at, book)"
                        + " VALUES (?, ?, ?, ?, 'open', ?, 'It burns', 1, ?, 1, '{}')",
                id,
                "g" + id,
                "alr_" + id,
                "[\"" + rule + "\"]",
                severity,
                at.toEpochMilli());
        return id;
    }

    /** Somebody acknowledges it. */
    void acknowledged(String incident, Instant at) {
        write(
                "INSERT INTO audit (id, at, actor, action, target, detail) VALUES (?, ?, 'ann', 'incident.acknowledge', ?, '')",
                id(Id.AUDIT, at),
                at.toEpochMilli(),
                incident);
    }

    /** It is over. */
    void resolved(String incident, Instant at) {
        write("UPDATE incident SET state = 'resolved', resolved_at = ? WHERE id = ?", at.toEpochMilli(), incident);
    }

    /** A notice of it, for these receivers, as the column has them. */
    String notice(Instant at, String incident, String event, String rule, String receivers) {
        String id = id(Id.NOTICE, at);
        write(
                "INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers, message, state, created_at,"
                        + " due_at) VALUES (?, ?, ?, 1, 1, 'opened', ?, ?, '{}', 'told', ?, 1)",
                id,
                incident,
                event,
                "[\"" + rule + "\"]",
                receivers,
                at.toEpochMilli());
        return id;
    }

    /** A delivery of it that waits; to a person where one is given, as the column has it. */
    String delivery(Instant at, String notice, String receiver, String address, String person) {
        String id = id(Id.DELIVERY, at);
        write(
                "INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, recipient, fallback_of, priority, state,"
                        + " created_at, due_at) VALUES (?, ?, (SELECT incident_id FROM notice WHERE id = ?), 1, ?, ?, ?, '', 1,"
                        + " 'pending', ?, 1)",
                id,
                notice,
                notice,
                receiver,
                address,
                person,
                at.toEpochMilli());
        return id;
    }

    /** It arrives. */
    void delivered(String delivery, Instant at) {
        write("UPDATE delivery SET state = 'delivered', settled_at = ? WHERE id = ?", at.toEpochMilli(), delivery);
    }

    /** A try of it ended without that. */
    void tried(String delivery, int number, Instant at) {
        write(
                "INSERT INTO attempt (delivery_id, number, started_at, ended_at, outcome) VALUES (?, ?, ?, ?, 'failed')",
                delivery,
                (long) number,
                at.toEpochMilli(),
                at.toEpochMilli());
    }

    /** It is given up. */
    void dead(String delivery, String source, String rule, String receiver, Instant at) {
        write(
                "UPDATE delivery SET state = 'dead', failure_class = 'permanent', settled_at = ? WHERE id = ?",
                at.toEpochMilli(),
                delivery);
        write(
                "INSERT INTO dead_letter (id, kind, event_id, delivery_id, source, rule, receiver, failure_class, reason, state,"
                        + " created_at, told, due_at) VALUES (?, 'delivery', 'e', ?, ?, ?, ?, 'permanent', 'no', 'open', ?, 1, 1)",
                id(Id.DEAD_LETTER, at),
                delivery,
                source,
                rule,
                receiver,
                at.toEpochMilli());
    }

    /** One number of the statistics of an hour. */
    long number(String dimension, String name, Instant hour, String column) {
        return store.read(tx -> tx.createQuery("SELECT SUM(" + column + ") FROM statistic WHERE dimension = :dimension"
                        + " AND name = :name AND hour = :hour")
                .bind("dimension", dimension)
                .bind("name", name)
                .bind("hour", hour.toEpochMilli())
                .map((row, context) -> row.getLong(1))
                .one());
    }

    /** The durations of an hour. */
    Durations took(String dimension, String name, Instant hour, Took took) {
        return Durations.read(store.read(tx -> tx.createQuery("SELECT " + took.column()
                        + " FROM statistic WHERE dimension = :dimension" + " AND name = :name AND hour = :hour")
                .bind("dimension", dimension)
                .bind("name", name)
                .bind("hour", hour.toEpochMilli())
                .mapTo(String.class)
                .findOne()
                .orElse("")));
    }

    /** All rows of a dimension in all hours: how often something was counted. */
    long total(String dimension, String column) {
        return store.read(tx -> total(
                tx, "SELECT COALESCE(SUM(" + column + "), 0) FROM statistic WHERE dimension = '" + dimension + "'"));
    }

    private static long total(Handle tx, String sql) {
        return tx.createQuery(sql).map((row, context) -> row.getLong(1)).one();
    }

    /** The hours that were made. */
    List<Instant> hours() {
        return store.read(tx -> tx.createQuery("SELECT hour FROM statistic_hour ORDER BY hour")
                .map((row, context) -> Instant.ofEpochMilli(row.getLong(1)))
                .list());
    }
}
