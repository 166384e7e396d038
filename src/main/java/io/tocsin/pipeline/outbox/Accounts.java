package io.tocsin.pipeline.outbox;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which receivers share which account. They spend from one bucket, so they must say the same of it: with two figures the
 * higher one would refill what the lower one is there to spare.
 */
final class Accounts {

    private record User(String receiver, RateLimit credential, RateLimit each) {}

    private final Map<String, Map<String, User>> users = new HashMap<>();

    /** @throws IllegalArgumentException where another receiver of the account has other figures */
    synchronized void join(String receiver, Limits limits) {
        leave(receiver);
        User user = new User(receiver, limits.credential(), limits.each());
        Map<String, User> others = users.getOrDefault(limits.account(), Map.of());
        for (User other : others.values()) {
            require(receiver, "rate and burst", other.receiver, limits.credential(), other.credential);
            require(receiver, "destinationRate and destinationBurst", other.receiver, limits.each(), other.each);
        }
        users.computeIfAbsent(limits.account(), fresh -> new LinkedHashMap<>()).put(receiver, user);
    }

    /** The receiver is there no more. */
    synchronized void leave(String receiver) {
        users.values().forEach(sharing -> sharing.remove(receiver));
        users.values().removeIf(Map::isEmpty);
    }

    private static void require(String receiver, String options, String other, RateLimit found, RateLimit expected) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("outbox:" + receiver + ": " + options + " are " + words(found)
                    + "; expected " + words(expected) + " as " + other
                    + " has them, which shares its provider and credential");
        }
    }

    private static String words(RateLimit limit) {
        return limit.rate() + " and " + limit.burst();
    }
}
