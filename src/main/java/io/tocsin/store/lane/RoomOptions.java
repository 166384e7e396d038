package io.tocsin.store.lane;

/** Refuses options with which a lane would stand still for ever: which one, what was found, what is expected. */
public final class RoomOptions {

    private RoomOptions() {}

    /**
     * Checks how much of a lane goes on at once.
     *
     * @param endpoint its URI, for the message
     * @param concurrency how many are worked on at once
     * @param capacity how many may be in hand, waiting or being worked on
     * @throws IllegalArgumentException where one is too low
     */
    public static void check(String endpoint, int concurrency, int capacity) {
        atLeastOne(endpoint, "concurrency", concurrency);
        if (capacity < concurrency) {
            throw refusal(endpoint, "capacity", capacity, "at least the concurrency, " + concurrency);
        }
    }

    /** @throws IllegalArgumentException where it is less */
    public static void atLeastOne(String endpoint, String option, int found) {
        if (found < 1) {
            throw refusal(endpoint, option, found, "at least 1");
        }
    }

    private static IllegalArgumentException refusal(String endpoint, String option, int found, String expected) {
        return new IllegalArgumentException(endpoint + ": " + option + " is " + found + "; expected " + expected);
    }
}
