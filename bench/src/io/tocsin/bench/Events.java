package io.tocsin.bench;

import java.util.Locale;

/**
 * What is sent: events that differ in one number only, which comes back in every delivery. Bodies are about 600 bytes,
 * the same for every system.
 */
final class Events {
    private static final String MARK = "seq-";
    private static final int DIGITS = 8;
    private static final String DESCRIPTION = "The replica lags behind its primary by more than the limit. "
            .repeat(5)
            .strip();

    private Events() {}

    /** The event's mark, such as {@code seq-00000042}. */
    static String mark(int sequence) {
        return String.format(Locale.ROOT, MARK + "%0" + DIGITS + "d", sequence);
    }

    /** The hub's generic JSON form of one event. */
    static String forHub(int sequence) {
        String mark = mark(sequence);
        return "{\"title\":\"Load " + mark + "\",\"severity\":\"high\",\"fingerprint\":\"" + mark
                + "\",\"description\":\"" + DESCRIPTION
                + "\",\"labels\":{\"bench\":\"yes\",\"service\":\"orders\",\"region\":\"eu-west-1\"}}";
    }

    /** Alertmanager's API v2 form of the same event. */
    static String forAlertmanager(int sequence) {
        return "{\"labels\":{\"alertname\":\"Load\",\"seq\":\"" + mark(sequence)
                + "\",\"severity\":\"high\",\"bench\":\"yes\",\"service\":\"orders\",\"region\":\"eu-west-1\"},"
                + "\"annotations\":{\"summary\":\"Load\",\"description\":\"" + DESCRIPTION + "\"}}";
    }

    /** The number of the first mark in a delivery's body, or -1 where it has none. */
    static int sequenceIn(byte[] body) {
        int last = body.length - MARK.length() - DIGITS;
        for (int i = 0; i <= last; i++) {
            if (body[i] == 's' && body[i + 1] == 'e' && body[i + 2] == 'q' && body[i + 3] == '-') {
                int number = number(body, i + MARK.length());
                if (number >= 0) {
                    return number;
                }
            }
        }
        return -1;
    }

    private static int number(byte[] body, int from) {
        int number = 0;
        for (int i = from; i < from + DIGITS; i++) {
            int digit = body[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
