package io.tocsin.pipeline.incident;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What was last said of an alert, for what is told without a new event.
 *
 * @param eventId the event that said it; empty where the alert is gone
 * @param content the alert as JSON text
 */
record LastWord(String eventId, Optional<String> content) {

    static LastWord of(Handle tx, String alertId) {
        return tx.createQuery("SELECT event_id, content FROM alert WHERE id = :id")
                .bind("id", alertId)
                .map((row, context) -> new LastWord(row.getString("event_id"), Optional.of(row.getString("content"))))
                .findOne()
                .orElse(new LastWord("", Optional.empty()));
    }
}
