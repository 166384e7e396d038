package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Withdrawn;
import io.tocsin.store.sql.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What waits to be sent and is not sent any more, of the incidents that one transaction is about. */
final class Withdrawals {

    private static final String WITHDRAW = """
            UPDATE delivery SET state = 'superseded', reason = :reason, settled_at = :now
            WHERE incident_id = :incident AND receiver = :receiver AND address = :address AND version = :version
              AND state = 'pending' AND owner IS NULL
            """;

    /** A digest of which no try was made: nobody has seen it, so it may tell something else. */
    static final String UNTRIED =
            "digest.state = 'pending' AND digest.owner IS NULL AND digest.attempt = 0 AND digest.possible_duplicate = 0";

    /** Whoever claims the digest leaves it out. */
    private static final String WITHDRAW_FROM_DIGEST = """
            UPDATE delivery SET state = 'superseded', reason = :reason, settled_at = :now
            WHERE incident_id = :incident AND receiver = :receiver AND address = :address AND version = :version
              AND state = 'collapsed' AND EXISTS (SELECT 1 FROM delivery digest WHERE digest.id = delivery.digest_id AND %s)
            """.formatted(UNTRIED);

    /** What is not fanned out yet cannot be superseded yet: it is once it is fanned out. */
    private static final String WITHDRAW_NOTICE = """
            UPDATE notice SET withdrawn = 1 WHERE incident_id = :incident AND version = :version AND state = 'pending'
            """;

    private record Withdrawal(String incident, Withdrawn what) {}

    private final List<Withdrawal> all = new ArrayList<>();

    void add(String incidentId, Withdrawn what) {
        all.add(new Withdrawal(incidentId, what));
    }

    void write(Handle tx, Dialect dialect, Instant now) {
        if (all.isEmpty()) {
            return;
        }
        withdraw(tx, WITHDRAW, now);
        withdraw(tx, WITHDRAW_FROM_DIGEST, now);
        IncidentLocks.noticesOf(
                tx, dialect, all.stream().map(Withdrawal::incident).collect(Collectors.toSet()));
        PreparedBatch notices = tx.prepareBatch(WITHDRAW_NOTICE);
        for (Withdrawal one : all) {
            notices.bind("incident", one.incident)
                    .bind("version", one.what.version())
                    .add();
        }
        notices.execute();
    }

    private void withdraw(Handle tx, String sql, Instant now) {
        PreparedBatch deliveries = tx.prepareBatch(sql);
        for (Withdrawal one : all) {
            deliveries
                    .bind("reason", words(one.what.why()))
                    .bind("now", now.toEpochMilli())
                    .bind("incident", one.incident)
                    .bind("receiver", one.what.address().receiver())
                    .bind("address", one.what.address().address())
                    .bind("version", one.what.version())
                    .add();
        }
        deliveries.execute();
    }

    private static String words(Withdrawn.Why why) {
        return switch (why) {
            case SUPERSEDED -> "overtaken by a newer notice, which says all that this one does";
            case ANSWERED -> "somebody acknowledged the incident before this was sent";
            case UNHEARD -> "it was over before this was sent, so neither is";
        };
    }
}
