package io.tocsin.pipeline.outbox;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Keeps what a channel's route learned of the incident's place at its provider, such as a message's id: however the try
 * ended, and though its claim was lost, because the provider has what it has.
 */
final class ThreadRow {

    private static final String UPSERT = """
            INSERT INTO thread (incident_id, receiver, address, round, content, changed_at)
            VALUES (:incident_id, :receiver, :address, :round, :content, :now)
            ON CONFLICT (incident_id, receiver, address, round) DO UPDATE SET content = excluded.content,
                                                                       changed_at = excluded.changed_at
            """;

    private ThreadRow() {}

    static void write(Handle tx, List<SettleDelivery.Attempt> attempts, Instant now) {
        if (attempts.stream().allMatch(attempt -> attempt.thread().isEmpty())) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(UPSERT);
        for (SettleDelivery.Attempt attempt : attempts) {
            attempt.thread().ifPresent(content -> batch.bind(
                            "incident_id", attempt.delivery().incidentId())
                    .bind("receiver", attempt.delivery().receiver())
                    .bind("address", attempt.delivery().address())
                    .bind("round", attempt.delivery().round())
                    .bind("content", content)
                    .bind("now", now.toEpochMilli())
                    .add());
        }
        batch.execute();
    }
}
