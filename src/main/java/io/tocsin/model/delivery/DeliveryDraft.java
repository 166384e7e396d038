package io.tocsin.model.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A delivery that a notice asks for.
 *
 * @param receiver the receiver's name
 * @param address where through that receiver; empty for the receiver's own
 * @param recipient the person as JSON text, {@code {name, audience, language, timeZone}}; empty where it is for nobody
 *     in particular
 * @param heldUntil the end of the person's quiet hours, before which it must not go out; what is held is told together
 */
public record DeliveryDraft(String receiver, String address, String recipient, Optional<Instant> heldUntil) {

    /** A delivery for nobody in particular, at once. */
    public DeliveryDraft(String receiver, String address) {
        this(receiver, address, "", Optional.empty());
    }
}
