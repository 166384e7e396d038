package io.tocsin.outbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What stands in the store of one receiver.
 *
 * @param name its name
 * @param pausedUntil until when it asked to be left alone; long ago where it did not
 * @param pausedWhy what it said then
 * @param waiting deliveries that are not settled
 * @param oldestAt when the oldest of them was made
 */
public record ReceiverState(
        String name, Instant pausedUntil, String pausedWhy, long waiting, Optional<Instant> oldestAt) {

    /** A receiver that the store does not know. */
    public static ReceiverState idle(String name) {
        return new ReceiverState(name, Instant.EPOCH, "", 0, Optional.empty());
    }

    /** All that the store knows, by name. */
    public static Map<String, ReceiverState> all(Handle tx) {
        Map<String, ReceiverState> states = new HashMap<>();
        tx.createQuery("SELECT name, paused_until, paused_why FROM receiver")
                .map((row, context) -> new ReceiverState(
                        row.getString("name"),
                        Instant.ofEpochMilli(row.getLong("paused_until")),
                        row.getString("paused_why"),
                        0,
                        Optional.empty()))
                .forEach(state -> states.put(state.name, state));
        tx.createQuery("SELECT receiver, count(*) AS waiting, min(created_at) AS oldest FROM delivery"
                        + " WHERE state = 'pending' GROUP BY receiver")
                .map((row, context) -> states.getOrDefault(row.getString("receiver"), idle(row.getString("receiver")))
                        .with(row.getLong("waiting"), Instant.ofEpochMilli(row.getLong("oldest"))))
                .forEach(state -> states.put(state.name, state));
        return states;
    }

    private ReceiverState with(long deliveries, Instant oldest) {
        return new ReceiverState(name, pausedUntil, pausedWhy, deliveries, Optional.of(oldest));
    }
}
