package io.tocsin.outbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which receivers share which account. They spend from one bucket, so they must say the same of it: with two figures the
 * higher one would refill what the lower one is there to spare.
 */
final class Accounts {

    private record User(String receiver, RateLimit credential, RateLimit each) {}

    private final Map<String, User> users = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException where another receiver of the account has other figures */
    void join(String receiver, Limits limits) {
        User user = new User(receiver, limits.credential(), limits.each());
        User first = users.compute(
                limits.account(), (account, known) -> known == null || known.receiver.equals(receiver) ? user : known);
        require(receiver, "rate and burst", first.receiver, limits.credential(), first.credential);
        require(receiver, "destinationRate and destinationBurst", first.receiver, limits.each(), first.each);
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
