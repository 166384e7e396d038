package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Claims of deliveries, by their ids; one that no try of ever ended becomes a dead letter: it may have arrived. */
final class DeliveryClaims {

    /** So many claims in a row may end with the hub, or with its being stuck. */
    static final int MOST = 5;

    private static final String GIVE_UP = """
            UPDATE delivery SET state = 'dead', owner = NULL, settled_at = :now, attempt = attempt - 1,
                                failure_class = :class, reason = :reason
            WHERE id = :id
            """;

    private DeliveryClaims() {}

    /** @param fallback who is notified where one is given up */
    static Claims<String> of(Corridor corridor, Notifying notifying, Function<Delivery, Optional<String>> fallback) {
        return new Claims<>(
                new DeliveryTable(),
                corridor.terms(),
                new Claims.Patience(
                        MOST, tries -> Duration.ZERO), // when it is tried again, its receiver's schedule says
                row -> row.getString("id"),
                (tx, dead, now) -> giveUp(corridor, notifying, fallback, tx, dead, now));
    }

    private static void giveUp(
            Corridor corridor,
            Notifying notifying,
            Function<Delivery, Optional<String>> fallback,
            Handle tx,
            List<Claims.Dead<String>> dead,
            Instant now) {
        Map<String, Delivery> deliveries = LoadDeliveries.of(
                        tx, dead.stream().map(Claims.Dead::row).toList())
                .stream()
                .collect(Collectors.toMap(Delivery::id, Function.identity()));
        PreparedBatch batch = tx.prepareBatch(GIVE_UP);
        dead.forEach(one -> batch.bind("now", now.toEpochMilli())
                .bind("class", FailureClass.UNKNOWN.word())
                .bind("reason", one.reason())
                .bind("id", one.row())
                .add());
        batch.execute();
        NewDeadLetter.write(
                tx,
                dead.stream()
                        .map(one -> letter(deliveries.get(one.row()), fallback, one.reason()))
                        .toList(),
                now);
        Misses misses = new Misses(corridor, notifying, tx, now).atOnce();
        dead.forEach(one -> misses.add(deliveries.get(one.row()), one.reason(), true));
        misses.write();
        tx.afterCommit(() -> corridor.lanes().wake(OutboxLanes.DEAD_LETTERS));
    }

    private static NewDeadLetter letter(
            Delivery delivery, Function<Delivery, Optional<String>> fallback, String reason) {
        return new NewDeadLetter(
                NewDeadLetter.Kind.DELIVERY,
                delivery.eventId(),
                Optional.empty(),
                Optional.of(delivery.id()),
                Optional.of(delivery.rules()),
                Optional.of(delivery.receiver()),
                fallback.apply(delivery),
                FailureClass.UNKNOWN,
                reason);
    }
}
