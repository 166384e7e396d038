package io.tocsin.channel.tls;

import java.io.ByteArrayOutputStream;

/** As much of DER as it takes to read keys in the older form that openssl and cert-manager still write. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    /** INTEGER 0; SEQUENCE of the OID rsaEncryption (1.2.840.113549.1.1.1) and NULL: RFC 5208 and RFC 8017. */
    private static final byte[] RSA = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private Der() {}

    /** A PKCS#1 key as PKCS#8. */
    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA);
        inner.writeBytes(tagged(OCTETS, pkcs1));
        return tagged(SEQUENCE, inner.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
