package io.tocsin.model.recipient;

import java.time.Instant;
import java.util.Optional;

/**
 * Where somebody is told, and from when on.
 *
 * @param receiver the receiver's name
 * @param address where through that receiver; empty for the receiver's own
 * @param recipient the person as JSON text, {@code {name, audience, language, timeZone, kind, onCall}}; empty where it is
 *     nobody's in particular
 * @param heldUntil the end of the person's quiet hours, before which nothing goes out to it, and what is held is told together;
 *     empty where it goes out at once
 */
public record Address(String receiver, String address, String recipient, Optional<Instant> heldUntil) {

    /** Nobody's in particular, at once. */
    public Address(String receiver, String address) {
        this(receiver, address, "", Optional.empty());
    }

    /** A receiver at its own address, at once. */
    public static Address of(String receiver) {
        return new Address(receiver, "");
    }

    /** What makes another address the same. */
    public Key key() {
        return new Key(receiver, address);
    }

    /** Why the person is told, where that is since they are on call. */
    public Optional<OnCall> onCall() {
        return OnCall.in(recipient);
    }

    /** Whether it is the address that the key means. */
    public boolean isAt(Key key) {
        return receiver.equals(key.receiver) && address.equals(key.address);
    }

    /** Whether it is a receiver's own address, at once. */
    public boolean isReceiversOwn() {
        return equals(of(receiver));
    }

    /** The same, going out as soon as one of both may, and since its person is on call where one of both is. */
    public Address sooner(Address other) {
        boolean isMine = heldUntil.isEmpty()
                || other.heldUntil.filter(end -> !heldUntil.get().isAfter(end)).isPresent();
        return isMine ? knowing(other) : other.knowing(this);
    }

    private Address knowing(Address other) {
        return onCall().isEmpty()
                        && other.onCall().isPresent()
                        && OnCall.without(other.recipient).equals(recipient)
                ? new Address(receiver, address, other.recipient, heldUntil)
                : this;
    }

    /** The same, going out at once or after quiet hours. */
    public Address heldUntil(Optional<Instant> end) {
        return new Address(receiver, address, recipient, end);
    }

    /**
     * What makes another address the same.
     *
     * @param receiver the receiver's name
     * @param address where through that receiver; empty for the receiver's own
     */
    public record Key(String receiver, String address) {}
}
