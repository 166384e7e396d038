package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Values;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps for the trace how tries ended, those whose claim was lost included. */
final class AttemptRow {

    private static final String INSERT = """
            INSERT INTO attempt (delivery_id, number, started_at, ended_at, outcome, failure_class, status_code, answer)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private AttemptRow() {}

    static void write(Handle tx, List<SettleDelivery.Attempt> attempts) {
        List<SettleDelivery.Attempt> tried = attempts.stream()
                .filter(attempt -> !(attempt.outcome() instanceof Outcome.Released))
                .toList();
        Statements.of(tx).each(INSERT, tried, AttemptRow::bind);
    }

    private static void bind(Values values, SettleDelivery.Attempt attempt) throws SQLException {
        Optional<Failure> failure = attempt.outcome().failed();
        Optional<Integer> status = attempt.outcome() instanceof Outcome.Delivered delivered
                ? delivered.statusCode()
                : failure.flatMap(Failure::statusCode);
        String answer = attempt.outcome() instanceof Outcome.Delivered delivered
                ? delivered.answer()
                : failure.map(Failure::reason).orElse("");
        values.text(attempt.delivery().id())
                .number(attempt.delivery().fence())
                .time(attempt.startedAt())
                .time(attempt.endedAt())
                .text(failure.isEmpty() ? "delivered" : "failed")
                .text(failure.map(f -> f.failureClass().word()))
                .number(status)
                .text(answer);
    }
}
