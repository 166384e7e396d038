package io.tocsin.model.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * Where somebody is told.
 *
 * @param receiver the receiver's name
 * @param address where through that receiver; empty for the receiver's own
 * @param recipient the person as JSON text; empty where it is nobody's in particular
 * @param heldUntil the end of quiet hours, before which nothing goes out to it; empty where it goes out at once
 */
public record Address(String receiver, String address, String recipient, Optional<Instant> heldUntil) {

    /** A receiver at its own address, at once. */
    public static Address of(String receiver) {
        return new Address(receiver, "", "", Optional.empty());
    }

    /** What makes another address the same. */
    public Key key() {
        return new Key(receiver, address);
    }

    /** Whether it is the address that the key means. */
    boolean isAt(Key key) {
        return receiver.equals(key.receiver) && address.equals(key.address);
    }

    /** The same, going out as soon as one of both may. */
    Address sooner(Address other) {
        boolean mine = heldUntil.isEmpty()
                || other.heldUntil
                                .filter(until -> until.isBefore(heldUntil.get()))
                                .isEmpty()
                        && other.heldUntil.isPresent();
        return mine ? this : other;
    }

    /**
     * What makes another address the same.
     *
     * @param receiver the receiver's name
     * @param address where through that receiver; empty for the receiver's own
     */
    public record Key(String receiver, String address) {}
}
