package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.Outcome;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Keeps for the trace how tries ended, those whose claim was lost included. */
final class AttemptRow {

    private static final String INSERT = """
            INSERT INTO attempt (delivery_id, number, started_at, ended_at, outcome, failure_class, status_code, answer)
            VALUES (:delivery_id, :number, :started_at, :ended_at, :outcome, :failure_class, :status_code, :answer)
            ON CONFLICT DO NOTHING
            """;

    private AttemptRow() {}

    static void write(Handle tx, List<SettleDelivery.Attempt> attempts) {
        PreparedBatch batch = tx.prepareBatch(INSERT);
        for (SettleDelivery.Attempt attempt : attempts) {
            Optional<Failure> failure = attempt.outcome().failed();
            if (attempt.outcome() instanceof Outcome.Released) {
                continue; // nothing was tried
            }
            Optional<Integer> status = attempt.outcome() instanceof Outcome.Delivered delivered
                    ? delivered.statusCode()
                    : failure.flatMap(Failure::statusCode);
            String answer = attempt.outcome() instanceof Outcome.Delivered delivered
                    ? delivered.answer()
                    : failure.map(Failure::reason).orElse("");
            batch.bind("delivery_id", attempt.delivery().id())
                    .bind("number", attempt.delivery().fence())
                    .bind("started_at", attempt.startedAt().toEpochMilli())
                    .bind("ended_at", attempt.endedAt().toEpochMilli())
                    .bind("outcome", failure.isEmpty() ? "delivered" : "failed")
                    .bind(
                            "failure_class",
                            failure.map(f -> f.failureClass().word()).orElse(null))
                    .bind("status_code", status.orElse(null))
                    .bind("answer", answer)
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
