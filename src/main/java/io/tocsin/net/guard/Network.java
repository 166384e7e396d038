package io.tocsin.net.guard;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}.
 *
 * @param address its first one
 * @param bits how many leading bits all of its addresses share
 */
record Network(Address address, int bits) {

    /** Reads CIDR notation; a bare address is the network of that address alone. Empty where it is neither. */
    static Optional<Network> read(String text) {
        int slash = text.indexOf('/');
        String base = slash < 0 ? text : text.substring(0, slash);
        return Literal.read(base).map(Address::of).flatMap(address -> {
            if (slash < 0) {
                return Optional.of(new Network(address, address.bits()));
            }
            String length = text.substring(slash + 1);
            if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > address.bits()) {
                return Optional.empty();
            }
            Network network = new Network(address, Integer.parseInt(length));
            return network.startsAtItsAddress() ? Optional.of(network) : Optional.empty();
        });
    }

    /** A network that is known to be one. */
    static Network of(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Whether the address is in it. */
    boolean contains(Address other) {
        if (other.bits() != address.bits()) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (other.bit(bit) != address.bit(bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of the other is in it. */
    boolean contains(Network other) {
        return other.bits >= bits && contains(other.address);
    }

    // 10.1.2.3/8 is more often a slip of the pen than the wish to name 10.0.0.0/8.
    private boolean startsAtItsAddress() {
        for (int bit = bits; bit < address.bits(); bit++) {
            if (address.bit(bit)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        InetAddress first = address.inet();
        return first.getHostAddress().replaceFirst("(^|:)0(:0)+$", "::").replaceFirst("(:0)+$", "::") + "/" + bits;
    }
}
