package io.tocsin.pipeline.outbox;

import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what a channel's route learned of the incident's place at its provider, such as a message's id: however the try
 * ended, and though its claim was lost, because the provider has what it has.
 */
final class ThreadRow {

    private static final String UPSERT = """
            INSERT INTO thread (incident_id, receiver, address, round, content, changed_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (incident_id, receiver, address, round) DO UPDATE SET content = excluded.content,
                                                                       changed_at = excluded.changed_at
            """;

    private ThreadRow() {}

    static void write(Handle tx, List<SettleDelivery.Attempt> attempts, Instant now) {
        List<SettleDelivery.Attempt> threads = attempts.stream()
                .filter(attempt -> attempt.thread().isPresent())
                .toList();
        Statements.of(tx).each(UPSERT, threads, (values, attempt) -> values.text(
                        attempt.delivery().incidentId())
                .text(attempt.delivery().receiver())
                .text(attempt.delivery().address())
                .number(attempt.delivery().round())
                .text(attempt.thread())
                .time(now));
    }
}
