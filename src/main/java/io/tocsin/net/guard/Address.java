package io.tocsin.net.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address as its bytes, most significant first: 4, or 16. An IPv4 address that is mapped into IPv6 is the IPv4 address:
 * the machine connects to that one.
 */
final class Address {
    private static final int V4 = 4;
    private static final int V6 = 16;

    private final byte[] bytes;

    private Address(byte[] bytes) {
        this.bytes = bytes;
    }

    static Address of(InetAddress address) {
        byte[] bytes = address.getAddress();
        Address given = new Address(bytes);
        return bytes.length == V6 && given.startsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)
                ? given.part(12, 0)
                : given;
    }

    int bits() {
        return bytes.length * Byte.SIZE;
    }

    boolean bit(int index) {
        return (bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1) == 1;
    }

    /**
     * The IPv4 addresses that this IPv6 address carries for a gateway to connect to: IPv4-compatible, IPv4-translated,
     * NAT64 (RFC 6052, whose place for the address depends on the length of the prefix), 6to4, Teredo (server, and client
     * with inverted bits) and ISATAP.
     */
    List<Address> carried() {
        List<Address> found = new ArrayList<>();
        if (bytes.length == V4) {
            return found;
        }
        if (startsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) || startsWith(0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0)) {
            found.add(part(12, 0));
        }
        if (startsWith(0, 0x64, 0xff, 0x9b)) {
            found.add(part(12, 0));
        }
        if (startsWith(0, 0x64, 0xff, 0x9b, 0, 1)) {
            // Bits 64 to 71 are left out: RFC 6052 keeps them zero.
            found.add(new Address(new byte[] {bytes[6], bytes[7], bytes[9], bytes[10]}));
            found.add(new Address(new byte[] {bytes[7], bytes[9], bytes[10], bytes[11]}));
            found.add(part(9, 0));
        }
        if (startsWith(0x20, 0x02)) {
            found.add(part(2, 0));
        }
        if (startsWith(0x20, 0x01, 0, 0)) {
            found.add(part(4, 0));
            found.add(part(12, 0xff));
        }
        if ((bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe) {
            found.add(part(12, 0));
        }
        return found;
    }

    /** For messages, and to connect to. */
    InetAddress inet() {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    private boolean startsWith(int... head) {
        for (int i = 0; i < head.length; i++) {
            if ((bytes[i] & 0xff) != head[i]) {
                return false;
            }
        }
        return true;
    }

    private Address part(int from, int inverted) {
        byte[] four = new byte[V4];
        for (int i = 0; i < V4; i++) {
            four[i] = (byte) (bytes[from + i] ^ inverted);
        }
        return new Address(four);
    }

    @Override
    public String toString() {
        return inet().getHostAddress();
    }
}
