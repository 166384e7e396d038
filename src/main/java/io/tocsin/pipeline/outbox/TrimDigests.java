package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Leaves out of digests that were just claimed what was taken back while nobody had tried them, such as a page of an incident that somebody
 * acknowledged; one of which nothing is left is not sent.
 */
final class TrimDigests {

    private static final String TRIMMED =
            "SELECT DISTINCT digest_id FROM delivery WHERE digest_id IN (<list>) AND state = 'superseded'";

    private static final String LEAVE_OUT =
            "UPDATE delivery SET digest_id = NULL WHERE digest_id = :digest AND state = 'superseded'";

    private static final String WITHDRAW = """
            UPDATE delivery SET state = 'superseded', owner = NULL, settled_at = :now, attempt = attempt - 1,
                                reason = 'all that it told was taken back before it was sent'
            WHERE id = :id
            """;

    private final Corridor corridor;
    private final DigestRow rows;

    TrimDigests(Corridor corridor) {
        this.corridor = corridor;
        this.rows = new DigestRow(corridor.json());
    }

    /** Whether something that a digest told was taken back, and it was not claimed since. */
    static boolean isTakenBack(Handle tx, String digest) {
        return !Statements.of(tx)
                .among(TRIMMED, List.of(digest), row -> row.getString(1))
                .isEmpty();
    }

    /** What is to be sent of some that were just claimed, as it is to be told. */
    List<Delivery> of(Handle tx, List<Delivery> claimed, Instant now) {
        List<Delivery> digests = claimed.stream().filter(Delivery::isDigest).toList();
        if (digests.isEmpty()) {
            return claimed;
        }
        Set<String> trimmed = new HashSet<>(Statements.of(tx)
                .among(TRIMMED, digests.stream().map(Delivery::id).toList(), row -> row.getString(1)));
        if (trimmed.isEmpty()) {
            return claimed;
        }
        List<String> left = digests.stream()
                .filter(digest -> trimmed.contains(digest.id()) && trim(tx, digest, now))
                .map(Delivery::id)
                .toList();
        return Stream.concat(
                        claimed.stream().filter(delivery -> !trimmed.contains(delivery.id())),
                        LoadDeliveries.of(tx, left).stream())
                .toList();
    }

    private boolean trim(Handle tx, Delivery digest, Instant now) {
        tx.createUpdate(LEAVE_OUT).bind("digest", digest.id()).execute();
        boolean tells = rows.trim(tx, digest.id(), digest.noticeId(), now);
        if (!tells) {
            tx.createUpdate(WITHDRAW)
                    .bind("now", now.toEpochMilli())
                    .bind("id", digest.id())
                    .execute();
            tx.afterCommit(() -> corridor.lanes().wake(OutboxLanes.lane(digest.receiver())));
        }
        return tells;
    }
}
