package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The outbox's changes for the bench, which are the stage's own. */
public record OutboxSteps(Corridor corridor, Notifying notifying) {

    /** Claims a receiver's due deliveries, so many at most. */
    public Change<String, List<Delivery>> claiming(int room) {
        ClaimDeliveries claiming = new ClaimDeliveries(corridor, notifying, delivery -> Optional.empty());
        return (tx, receivers, now) -> claiming
                .apply(
                        tx,
                        receivers.stream()
                                .map(name -> new ClaimDeliveries.Request(
                                        name, Asked.of(room), Limits.none(name), Optional.empty()))
                                .toList(),
                        now)
                .stream()
                .map(ClaimDeliveries.Claimed::deliveries)
                .toList();
    }

    /** Settles deliveries that their receiver took at once. */
    public Change<Delivery, Boolean> delivering() {
        SettleDelivery settling = new SettleDelivery(corridor, notifying);
        return (tx, deliveries, now) ->
                settling
                        .apply(
                                tx,
                                deliveries.stream()
                                        .map(delivery -> taken(delivery, now))
                                        .toList(),
                                now)
                        .stream()
                        .map(SettleDelivery.Ended.SETTLED::equals)
                        .toList();
    }

    private static SettleDelivery.Attempt taken(Delivery delivery, Instant now) {
        return new SettleDelivery.Attempt(
                delivery,
                new Outcome.Delivered(Optional.of(200), "ok"),
                now,
                now,
                Optional.empty(),
                Optional.empty(),
                Limits.none(delivery.receiver()));
    }

    /** The lane of a receiver. */
    public static String lane(String receiver) {
        return OutboxLanes.lane(receiver);
    }
}
