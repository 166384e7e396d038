package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.NamedStatement;
import io.tocsin.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Before a claim: where too many deliveries wait for one destination, or several come together out of quiet hours, they
 * become digests; what comes while such a digest for many still waits is told in it, too. What is being sent, or waits for
 * an older notice of its incident, stays out of them, and so do digests.
 */
final class GatherDigests {

    /**
     * Those of one reader at one address; what stands in for dead deliveries is not mixed with what does not.
     *
     * @param digest the one that it is alone with, where that is a digest; else empty
     */
    private record Group(String address, String recipient, boolean standsIn, String digest) {

        static Group of(ResultSet row) throws SQLException {
            return new Group(
                    row.getString("address"),
                    row.getString("recipient"),
                    row.getBoolean("stands_in"),
                    row.getString("digest"));
        }
    }

    /** So many in one transaction; more would keep accepts waiting, and come with the next claim. */
    private static final int MOST = 20 * Digest.MOST;

    /** So many of the most urgent are counted: with all of 100,000 each claim would take a third of a second. */
    private static final int LOOK = 5 * MOST;

    /** Out of their quiet hours, one or many; a digest that waited because somebody wanted to be left alone goes as it is. */
    private static final NamedStatement HELD = new NamedStatement("""
            SELECT d.id, d.address, d.recipient, d.fallback_of <> '' AS stands_in,
                   CASE WHEN d.incident_id = d.notice_id THEN d.id ELSE '' END AS digest
            FROM delivery d
            WHERE d.held = 1 AND d.owner IS NULL AND %s
            ORDER BY d.priority, d.due_at, d.id LIMIT :most
            """.formatted(ClaimDeliveries.DUE));

    private static final NamedStatement WAITING = new NamedStatement("""
            SELECT id, address, recipient, stands_in, '' AS digest FROM (
                SELECT d.id, d.address, d.recipient, d.fallback_of <> '' AS stands_in, d.priority, d.due_at,
                       count(*) OVER (PARTITION BY d.address, d.recipient, d.fallback_of <> '') AS waiting
                FROM (SELECT * FROM delivery d
                      WHERE d.held = 0 AND d.owner IS NULL AND d.incident_id <> d.notice_id AND %s
                      ORDER BY d.priority, d.due_at LIMIT :look) AS d) AS due
            WHERE waiting > :above
            ORDER BY priority, due_at, id LIMIT :most
            """.formatted(ClaimDeliveries.DUE));

    /** Of those that no claim ever took, so that no provider has seen their key with another text. */
    private static final NamedStatement UNSENT = new NamedStatement("""
            SELECT d.id, d.notice_id, d.address, d.recipient, d.fallback_of <> '' AS stands_in, d.id AS digest,
                   (SELECT count(*) FROM delivery told WHERE told.digest_id = d.id AND told.state = 'collapsed') AS tells
            FROM delivery d
            WHERE d.receiver = :receiver AND d.state = 'pending' AND d.fence = 0 AND d.incident_id = d.notice_id
            """);

    private static final NamedStatement JOINING = new NamedStatement("""
            SELECT d.id FROM delivery d
            WHERE d.held = 0 AND d.owner IS NULL AND d.incident_id <> d.notice_id AND d.address = :address
              AND d.recipient = :recipient AND CASE d.fallback_of WHEN '' THEN 0 ELSE 1 END = :stands_in AND %s
            ORDER BY d.priority, d.due_at, d.id LIMIT :free
            """.formatted(ClaimDeliveries.DUE));

    /** Another hub may be at them: what it claims or gathers is its own, and what is left is this one's. */
    private static final String STILL_WAITING =
            "SELECT id FROM delivery WHERE id IN (<list>) AND state = 'pending' AND owner IS NULL ORDER BY id ";

    private static final String UNSENT_STILL =
            "SELECT id FROM delivery WHERE id IN (<list>) AND state = 'pending' AND fence = 0 ";

    private final DigestRow rows;
    private final String skipLocked;

    /** @param skipLocked how the store passes over what other hubs work on; empty where there are none */
    GatherDigests(ObjectMapper json, String skipLocked) {
        this.rows = new DigestRow(json);
        this.skipLocked = skipLocked;
    }

    /**
     * Gathers a receiver's.
     *
     * @param above how many may wait for one destination; 0 for any number
     */
    void gather(Handle tx, String receiver, int above, Instant now) {
        gather(tx, receiver, HELD, above, Digest.Reason.QUIET_HOURS, now);
        if (above > 0) {
            join(tx, receiver, now);
            gather(tx, receiver, WAITING, above, Digest.Reason.WAITING, now);
        }
    }

    private void gather(
            Handle tx, String receiver, NamedStatement which, int above, Digest.Reason reason, Instant now) {
        Map<String, ?> values =
                Map.of("receiver", receiver, "above", above, "most", MOST, "look", LOOK, "now", now.toEpochMilli());
        which.list(tx, values, row -> new Member(row.getString("id"), Group.of(row))).stream()
                .collect(Collectors.groupingBy(Member::group, Collectors.mapping(Member::id, Collectors.toList())))
                .values()
                .forEach(ids -> gather(tx, still(tx, ids), reason, now));
    }

    private void join(Handle tx, String receiver, Instant now) {
        List<Unsent> digests = UNSENT.list(
                tx,
                Map.of("receiver", receiver),
                row -> new Unsent(row.getString("id"), row.getString("notice_id"), Group.of(row), row.getInt("tells")));
        for (Unsent digest : digests) {
            // One that stands in for a digest has no deliveries of its own, and what it tells is not its own to change.
            if (digest.tells > 0 && digest.tells < Digest.MOST) {
                List<String> ids = JOINING.list(
                        tx,
                        Map.of(
                                "receiver",
                                receiver,
                                "address",
                                digest.group.address,
                                "recipient",
                                digest.group.recipient,
                                "stands_in",
                                digest.group.standsIn ? 1 : 0,
                                "free",
                                Digest.MOST - digest.tells,
                                "now",
                                now.toEpochMilli()),
                        row -> row.getString(1));
                List<String> still = still(tx, ids);
                if (!still.isEmpty() && isUnsent(tx, digest)) {
                    rows.join(tx, digest.id, digest.noticeId, still, now);
                }
            }
        }
    }

    /** Those that this transaction has to itself, in their order. */
    private List<String> still(Handle tx, List<String> ids) {
        if (skipLocked.isEmpty()) {
            return ids;
        }
        Set<String> held =
                new HashSet<>(Statements.of(tx).among(STILL_WAITING + skipLocked, ids, row -> row.getString(1)));
        return ids.stream().filter(held::contains).toList();
    }

    private boolean isUnsent(Handle tx, Unsent digest) {
        return skipLocked.isEmpty()
                || !Statements.of(tx)
                        .among(UNSENT_STILL + skipLocked, List.of(digest.id), row -> row.getString(1))
                        .isEmpty();
    }

    private void gather(Handle tx, List<String> ids, Digest.Reason reason, Instant now) {
        for (int from = 0; from < ids.size(); from += Digest.MOST) {
            List<String> part = ids.subList(from, Math.min(from + Digest.MOST, ids.size()));
            if (part.size() > 1) {
                rows.write(tx, part, reason, now);
            } else {
                DigestRow.release(tx, part.get(0));
            }
        }
    }

    private record Member(String id, Group group) {}

    private record Unsent(String id, String noticeId, Group group, int tells) {}
}
