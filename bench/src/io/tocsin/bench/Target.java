package io.tocsin.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a figure of the hub should be.
 *
 * @param bound the figure, or the ratio to Alertmanager's
 * @param ofPeer whether it is such a ratio
 * @param least whether more is better
 * @param when a condition, in words, or nothing
 */
record Target(double bound, boolean ofPeer, boolean least, String when) {

    /** The figure itself. */
    static Optional<Target> atMost(double bound, String when) {
        return Optional.of(new Target(bound, false, false, when));
    }

    /** So many times Alertmanager's, of what more is better. */
    static Optional<Target> peerTimes(double bound, String when) {
        return Optional.of(new Target(bound, true, true, when));
    }

    /** So many times Alertmanager's, of what less is better. */
    static Optional<Target> peerTimesAtMost(double bound) {
        return Optional.of(new Target(bound, true, false, ""));
    }

    /** The target in words, and whether it is met where that can be said. */
    String of(OptionalDouble hub, OptionalDouble peer) {
        String words = String.format(
                Locale.ROOT, "%s %s%s%s", least ? "at least" : "at most", number(bound), ofPeer ? "x" : "", when);
        if (hub.isEmpty() || ofPeer && peer.isEmpty()) {
            return words;
        }
        double value = ofPeer ? hub.getAsDouble() / peer.getAsDouble() : hub.getAsDouble();
        return words + ((least ? value >= bound : value <= bound) ? ": met" : ": MISSED");
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
