package io.tocsin.model.recipient;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an address of a kind looks like, for the kinds of which that is known: {@code email}, {@code sms} and
 * {@code voice}. What any other looks like is its provider's business, but that it can be read.
 *
 * @param expected what would be right, for a reader
 * @param example one that is
 */
public record AddressForm(String expected, String example) {

    /** Country code and number, 15 digits at most: https://www.itu.int/rec/T-REC-E.164. */
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");

    private static final AddressForm EMAIL =
            new AddressForm("one e-mail address without a name beside it", "ann@example.com");
    private static final AddressForm PHONE =
            new AddressForm("a telephone number in E.164: +, country code, number, digits only", "\"+4915112345678\"");

    private static final AddressForm READABLE =
            new AddressForm("an address without control or invisible characters", "U0123ABCD");

    /** The form that this address of this kind should have and has not. */
    public static Optional<AddressForm> missedBy(String kind, String address) {
        return switch (kind) {
            case "email" -> isMail(address) ? Optional.empty() : Optional.of(EMAIL);
            case "sms", "voice" -> E164.matcher(address).matches() ? Optional.empty() : Optional.of(PHONE);
            default -> isReadable(address) ? Optional.empty() : Optional.of(READABLE);
        };
    }

    /** Nothing that steers a terminal, ends a line or turns the direction of what is shown. */
    private static boolean isReadable(String address) {
        return address.codePoints()
                .map(Character::getType)
                .noneMatch(type -> type == Character.CONTROL
                        || type == Character.FORMAT
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR
                        || type == Character.SURROGATE);
    }

    private static boolean isMail(String address) {
        try {
            InternetAddress parsed = new InternetAddress(address, true);
            parsed.validate();
            return address.equals(parsed.getAddress()) && !parsed.isGroup() && isReadable(address);
        } catch (AddressException refused) {
            return false;
        }
    }
}
