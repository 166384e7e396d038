package io.tocsin.channel.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who gets a mail.
 *
 * @param to at least one
 * @param cc may be empty
 */
record MailRecipients(List<InternetAddress> to, List<InternetAddress> cc) {
    // What Amazon SES takes in one mail; every SMTP server takes twice as many (RFC 5321, 4.5.3.1.8).
    private static final int MOST = 50;

    /**
     * Reads two lists with commas between.
     *
     * @throws AddressException where one is not what RFC 822 calls an address, or where they are none or too many
     */
    static MailRecipients of(String to, String cc) throws AddressException {
        MailRecipients recipients = new MailRecipients(parse(to), cc.isBlank() ? List.of() : parse(cc));
        if (recipients.all().size() > MOST) {
            throw new AddressException(recipients.all().size() + " recipients; expected at most " + MOST
                    + " in one mail: make a second receiver for the others, or use a mailing list");
        }
        return recipients;
    }

    List<InternetAddress> all() {
        return Stream.concat(to.stream(), cc.stream()).distinct().toList();
    }

    /** One or more addresses with commas between, as a header may hold them: in ASCII. */
    static List<InternetAddress> parse(String text) throws AddressException {
        List<InternetAddress> addresses = new ArrayList<>(List.of(InternetAddress.parse(text, true)));
        if (addresses.isEmpty()) {
            throw new AddressException("expected an address such as ops@example.org", text);
        }
        for (InternetAddress address : addresses) {
            encode(address, text);
            address.validate();
        }
        return List.copyOf(addresses);
    }

    /** A name becomes encoded words (RFC 2047), a domain its ASCII form; a mailbox of other letters has none. */
    private static void encode(InternetAddress address, String text) throws AddressException {
        String bare = address.getAddress();
        int at = bare.lastIndexOf('@');
        if (!isAscii(bare.substring(0, Math.max(at, 0)))) {
            throw new AddressException(
                    "expected a mailbox of ASCII characters before the @ (others need SMTPUTF8, which the hub does not speak)",
                    text);
        }
        try {
            if (!isAscii(bare)) {
                address.setAddress(bare.substring(0, at + 1) + IDN.toASCII(bare.substring(at + 1)));
            }
            if (address.getPersonal() != null) {
                address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
            }
        } catch (IllegalArgumentException noDomain) {
            throw new AddressException("expected a domain after the @", text);
        } catch (UnsupportedEncodingException everyJvmHasUtf8) {
            throw new IllegalStateException(everyJvmHasUtf8);
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(letter -> letter < 0x80);
    }
}
