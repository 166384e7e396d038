package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import java.time.Instant;
import java.util.Optional;

/**
 * A delivery about to be written.
 *
 * @param delivery what is written
 * @param priority how urgent it is by itself; the lower number goes first
 * @param there whether there is a receiver of its name
 * @param heldUntil the end of the quiet hours that it waits for
 * @param overtakenBy the newer notice that its address was told already
 */
record NewDelivery(
        Delivery delivery, int priority, boolean there, Optional<Instant> heldUntil, Optional<String> overtakenBy) {

    /** A delivery that is over as it is written: its receiver is not there, or something newer was told. */
    boolean over() {
        return isDead() || overtakenBy.isPresent();
    }

    boolean isDead() {
        return !there && overtakenBy.isEmpty();
    }

    String state() {
        return overtakenBy.isPresent() ? "superseded" : there ? "pending" : "dead";
    }

    /** Why it is over; null where it is not. */
    String reason() {
        return overtakenBy.map(NewDelivery::overtaken).orElseGet(() -> there ? null : noReceiver());
    }

    static String overtaken(String notice) {
        return "overtaken by notice " + notice;
    }

    int held() {
        return heldUntil.isPresent() ? 1 : 0;
    }

    private String noReceiver() {
        return "no receiver is called " + delivery.receiver();
    }

    NewDeadLetter deadLetter() {
        return new NewDeadLetter(
                NewDeadLetter.Kind.DELIVERY,
                delivery.eventId(),
                Optional.empty(),
                Optional.of(delivery.id()),
                Optional.of(delivery.rule()),
                Optional.of(delivery.receiver()),
                Optional.empty(),
                FailureClass.PERMANENT,
                noReceiver());
    }
}
