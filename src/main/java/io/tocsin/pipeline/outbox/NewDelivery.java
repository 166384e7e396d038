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
 * @param there whether there is a receiver of its name
 * @param isWithdrawn whether it is written only to show that it is not sent
 * @param heldUntil the end of the quiet hours that it waits for
 */
record NewDelivery(Delivery delivery, boolean there, boolean isWithdrawn, Optional<Instant> heldUntil) {

    /** Whether its incident had nothing to say before. */
    boolean isFirst() {
        return delivery.version() == 1;
    }

    boolean isDead() {
        return !there && !isWithdrawn;
    }

    String state() {
        return isWithdrawn ? "superseded" : there ? "pending" : "dead";
    }

    Optional<String> reason() {
        return isWithdrawn
                ? Optional.of("what is newer says all of it, or it was over before it was sent")
                : there ? Optional.empty() : Optional.of(noReceiver());
    }

    int held() {
        return heldUntil.isPresent() ? 1 : 0;
    }

    String noReceiver() {
        return "no receiver is called " + delivery.receiver();
    }

    NewDeadLetter deadLetter() {
        return new NewDeadLetter(
                NewDeadLetter.Kind.DELIVERY,
                delivery.eventId(),
                Optional.empty(),
                Optional.of(delivery.id()),
                Optional.of(delivery.rules()),
                Optional.of(delivery.receiver()),
                Optional.empty(),
                FailureClass.PERMANENT,
                noReceiver());
    }
}
