package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;

/**
 * Writes a digest: a notice of its own, one delivery that tells it, and the deliveries that it tells of as collapsed into
 * that one. It waits since the oldest of them, so that no gauge shows less than what readers wait.
 */
record DigestRow(ObjectMapper json) {

    private static final String MEMBERS = """
            SELECT d.id, d.receiver, d.address, d.recipient, d.fallback_of, d.priority, d.created_at, d.due_at,
                   n.event_id, n.message
            FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE d.id IN (<ids>) OR d.digest_id = :digest AND d.state = 'collapsed' ORDER BY d.priority, d.due_at, d.id
            """;

    private static final String NOTICE = """
            INSERT INTO notice (id, incident_id, event_id, version, round, kind, rules, receivers, message, state, created_at,
                                due_at, settled_at)
            VALUES (:id, :id, :event, 1, 1, :kind, :rules, :receivers, :message, 'told', :now, :now, :now)
            """;

    private static final String DELIVERY = """
            INSERT INTO delivery (id, notice_id, incident_id, version, receiver, address, recipient, fallback_of,
                                  priority, state, created_at, due_at)
            VALUES (:id, :notice, :notice, 1, :receiver, :address, :recipient, :fallback_of, :priority, 'pending',
                    :created_at, :due_at)
            """;

    private static final String COLLAPSE = """
            UPDATE delivery SET state = 'collapsed', digest_id = :digest, reason = :reason, settled_at = :now, held = 0
            WHERE id IN (<ids>) AND state = 'pending' AND owner IS NULL
            """;

    private record Member(
            String receiver,
            String address,
            String recipient,
            String fallbackOf,
            int priority,
            long createdAt,
            long dueAt,
            String eventId,
            ObjectNode message) {

        /** Whether somebody is woken by it, or should be. */
        boolean isPage() {
            return priority == NoticeKind.OPENED.priority()
                    && (Digest.severity(message) == Severity.CRITICAL || escalates());
        }

        /** Who is paged for the first time gets it as what began. */
        private boolean escalates() {
            return message.at("/notice/kind").asText().equals(NoticeKind.ESCALATED.word())
                    || StreamSupport.stream(message.at("/incident/escalations").spliterator(), false)
                            .anyMatch(one -> one.path("state").asText().equals("running"));
        }
    }

    /** Lets one go by itself that came out of quiet hours alone. */
    static void release(Handle tx, String id) {
        tx.createUpdate("UPDATE delivery SET held = 0 WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    void write(Handle tx, List<String> ids, Digest.Reason reason, Instant now) {
        List<Member> members = members(tx, ids, "");
        List<ObjectNode> messages = messages(members);
        Member first = members.get(0);
        String notice = Id.NOTICE.next();
        String delivery = Id.DELIVERY.next();
        tx.createUpdate(NOTICE)
                .bind("id", notice)
                .bind("event", first.eventId)
                .bind("kind", NoticeKind.DIGEST.word())
                .bind("rules", NoticeRow.rules(Digest.rules(messages)))
                .bind("receivers", JsonText.of(json, List.of(first.receiver)))
                .bind("message", JsonText.of(json, Digest.message(notice, reason, messages, now)))
                .bind("now", now.toEpochMilli())
                .execute();
        tx.createUpdate(DELIVERY)
                .bind("id", delivery)
                .bind("notice", notice)
                .bind("receiver", first.receiver)
                .bind("address", first.address)
                .bind("recipient", first.recipient)
                .bind("fallback_of", first.fallbackOf)
                .bind("priority", priority(members))
                .bind(
                        "created_at",
                        members.stream().mapToLong(Member::createdAt).min().orElseThrow())
                .bind("due_at", members.stream().mapToLong(Member::dueAt).min().orElseThrow())
                .execute();
        collapse(tx, ids, delivery, now);
    }

    /** Tells more in a digest that nobody has seen yet; one of quiet hours stays what came together at their end. */
    void join(Handle tx, String delivery, String notice, List<String> ids, Instant now) {
        Digest.Reason reason = reason(tx, notice);
        if (reason == Digest.Reason.WAITING) {
            rewrite(tx, delivery, notice, reason, members(tx, ids, delivery), now);
            collapse(tx, ids, delivery, now);
        }
    }

    /**
     * Tells in a digest that nobody has seen yet what it still is to tell.
     *
     * @return whether that is anything
     */
    boolean trim(Handle tx, String delivery, String notice, Instant now) {
        List<Member> members = members(tx, List.of(""), delivery); // a list in SQL has to hold something
        if (!members.isEmpty()) {
            rewrite(tx, delivery, notice, reason(tx, notice), members, now);
        }
        return !members.isEmpty();
    }

    private void rewrite(
            Handle tx, String delivery, String notice, Digest.Reason reason, List<Member> members, Instant now) {
        List<ObjectNode> messages = messages(members);
        tx.createUpdate("UPDATE notice SET message = :message, rules = :rules WHERE id = :id")
                .bind("message", JsonText.of(json, Digest.message(notice, reason, messages, now)))
                .bind("rules", NoticeRow.rules(Digest.rules(messages)))
                .bind("id", notice)
                .execute();
        tx.createUpdate("UPDATE delivery SET priority = :priority WHERE id = :id")
                .bind("priority", priority(members))
                .bind("id", delivery)
                .execute();
    }

    private Digest.Reason reason(Handle tx, String notice) {
        String message = tx.createQuery("SELECT message FROM notice WHERE id = :id")
                .bind("id", notice)
                .mapTo(String.class)
                .one();
        String word = JsonText.read(json, message).at("/digest/reason").asText();
        return word.equals(Digest.Reason.WAITING.word()) ? Digest.Reason.WAITING : Digest.Reason.QUIET_HOURS;
    }

    /** Each notice once, also where one delivery of it stands in for one person's and another for another's. */
    private static List<ObjectNode> messages(List<Member> members) {
        Map<String, ObjectNode> messages = new LinkedHashMap<>();
        members.forEach(
                member -> messages.putIfAbsent(member.message.at("/notice/id").asText(), member.message));
        return List.copyOf(messages.values());
    }

    private List<Member> members(Handle tx, List<String> ids, String digest) {
        return tx.createQuery(MEMBERS)
                .bindList("ids", ids)
                .bind("digest", digest)
                .map((row, context) -> member(row))
                .list();
    }

    private static void collapse(Handle tx, List<String> ids, String digest, Instant now) {
        tx.createUpdate(COLLAPSE)
                .bind("digest", digest)
                .bind("reason", "sent in digest " + digest)
                .bind("now", now.toEpochMilli())
                .bindList("ids", ids)
                .execute();
    }

    /** A digest goes last, but not one with a page that nobody has seen: that would wait behind its own digest. */
    private static int priority(List<Member> members) {
        return members.stream().anyMatch(Member::isPage) ? NoticeKind.OPENED.priority() : NoticeKind.DIGEST.priority();
    }

    private Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getString("receiver"),
                row.getString("address"),
                row.getString("recipient"),
                row.getString("fallback_of"),
                row.getInt("priority"),
                row.getLong("created_at"),
                row.getLong("due_at"),
                row.getString("event_id"),
                (ObjectNode) JsonText.read(json, row.getString("message")));
    }
}
