package io.tocsin.pipeline.outbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What stands in the store of one receiver.
 *
 * @param name its name
 * @param waiting deliveries that are not settled
 * @param oldestAt when the oldest of them was made
 */
public record ReceiverState(String name, long waiting, Optional<Instant> oldestAt) {

    /**
     * A destination that asked to be left alone.
     *
     * @param destination an address, or the receiver's own
     * @param until when the pause ends
     * @param why what it said
     */
    public record Pause(String destination, Instant until, String why) {}

    /**
     * What is left of the limits of a receiver's account, which other receivers may share.
     *
     * @param tokens how many deliveries may go at once now; empty without a limit
     * @param pauses the destinations that are paused now
     */
    public record Left(Optional<Double> tokens, List<Pause> pauses) {}

    /** A receiver for which nothing waits. */
    public static ReceiverState idle(String name) {
        return new ReceiverState(name, 0, Optional.empty());
    }

    /** All for which something waits, by name. */
    public static Map<String, ReceiverState> all(Handle tx) {
        Map<String, ReceiverState> states = new HashMap<>();
        tx.createQuery("SELECT receiver, count(*) AS waiting, min(created_at) AS oldest FROM delivery"
                        + " WHERE state = 'pending' GROUP BY receiver")
                .map((row, context) -> new ReceiverState(
                        row.getString("receiver"),
                        row.getLong("waiting"),
                        Optional.of(Instant.ofEpochMilli(row.getLong("oldest")))))
                .forEach(state -> states.put(state.name, state));
        return states;
    }

    /** What stands there of one. */
    static ReceiverState of(Handle tx, String name) {
        return tx.createQuery("SELECT count(*) AS waiting, min(created_at) AS oldest FROM delivery"
                        + " WHERE state = 'pending' AND receiver = :receiver")
                .bind("receiver", name)
                .map((row, context) -> {
                    long waiting = row.getLong("waiting");
                    return new ReceiverState(
                            name,
                            waiting,
                            waiting == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(row.getLong("oldest"))));
                })
                .one();
    }

    /** What is left of the limits at this time. */
    public static Left left(Handle tx, Limits limits, Instant now) {
        Buckets buckets = Buckets.load(tx, limits, "", now);
        List<Pause> pauses = buckets.paused().entrySet().stream()
                .map(paused -> new Pause(
                        paused.getKey(),
                        paused.getValue().pausedUntil(),
                        paused.getValue().pausedWhy()))
                .sorted(Comparator.comparing(Pause::destination))
                .toList();
        return new Left(buckets.tokens(), pauses);
    }

    /** The pause that a delivery waits for; empty where its destination is not paused. */
    public static Optional<Pause> pause(Handle tx, Limits limits, String deliveryId, Instant now) {
        return tx.createQuery("SELECT address FROM delivery WHERE id = :id")
                .bind("id", deliveryId)
                .mapTo(String.class)
                .findOne()
                .map(limits::destination)
                .flatMap(destination -> left(tx, limits, now).pauses().stream()
                        .filter(pause -> pause.destination().equals(destination))
                        .findFirst());
    }
}
