package io.tocsin.source.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a sender's clock may be from ours, in either direction, before a request counts as a replay.
 *
 * @param tolerance inclusive
 */
record Freshness(Duration tolerance) {
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;
    private static final int MOST_DIGITS = 14;

    /** @throws IllegalArgumentException where it isn't a number of seconds above 0 and up to a day */
    static Freshness read(String seconds) {
        Settings.require(seconds.strip().matches("\\d{1,5}"), "tolerance is " + seconds + "; expected seconds");
        int value = Integer.parseInt(seconds.strip());
        Settings.require(value > 0 && value <= 86_400, "tolerance is " + value + "; expected 1 to 86400 seconds");
        return new Freshness(Duration.ofSeconds(value));
    }

    /** Whether a sender's time is near enough to ours. */
    boolean holds(Instant sent, Instant received) {
        return Duration.between(sent, received).abs().compareTo(tolerance) <= 0;
    }

    /** What becomes of a request whose time is not near enough. @param header the header field with the time */
    Verdict refusal(String header) {
        return new Verdict.Refused("the time in " + header + " is more than " + tolerance.toSeconds()
                + " s from ours: an old request, or a clock that is wrong");
    }

    /** Seconds since 1970, or milliseconds where the number is too large for that; empty for anything else. */
    static Optional<Instant> time(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return Optional.of(number < FIRST_MILLISECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number));
    }
}
