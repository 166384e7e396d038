package io.tocsin.channel;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
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

    /** One or more addresses with commas between. */
    static List<InternetAddress> parse(String text) throws AddressException {
        List<InternetAddress> addresses = new ArrayList<>(List.of(InternetAddress.parse(text, true)));
        if (addresses.isEmpty()) {
            throw new AddressException("expected an address such as ops@example.org", text);
        }
        for (InternetAddress address : addresses) {
            address.validate();
        }
        return List.copyOf(addresses);
    }
}
