package io.tocsin.net.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as text, read strictly and without ever asking a name server. */
final class Literal {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "\\." + BYTE + "\\." + BYTE + "\\." + BYTE);
    // Neither a zone nor a dotted end: the first names an interface of this machine, the second is a second notation.
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,8}");

    private Literal() {}

    /** {@code 192.0.2.1} with four decimal bytes and no leading zeros, or IPv6 in hexadecimal groups; else empty. */
    static Optional<InetAddress> read(String text) {
        try {
            Matcher v4 = V4.matcher(text);
            if (v4.matches()) {
                byte[] bytes = new byte[4];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) Integer.parseInt(v4.group(i + 1));
                }
                return Optional.of(InetAddress.getByAddress(bytes));
            }
            return V6.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
