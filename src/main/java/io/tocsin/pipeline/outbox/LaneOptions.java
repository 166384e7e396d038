package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.AfterUnknown;
import io.tocsin.model.delivery.RetrySchedule;
import io.tocsin.model.receiver.LaneOption;
import io.tocsin.model.receiver.ReceiverOptions;
import io.tocsin.model.time.Span;
import io.tocsin.store.lane.Depth;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The options of one receiver's lane, right and read.
 *
 * @param to where through this receiver; empty for its own address
 * @param provider the word of the provider whose limits it is under; empty for none but its own
 * @param breaker the circuit breaker's name; empty for none
 * @param limits how fast it may be sent through, and with whom it shares that
 * @param concurrency how many deliveries are sent at once
 * @param ahead how many may be claimed beyond those
 * @param digestAbove how many may wait for one destination before they become a digest; 0 for any number
 * @param schedule when what failed is tried again
 * @param unknown what follows a try without an answer
 * @param fallback who is notified of a dead delivery; empty for nobody
 * @param fallbackAfter how long the breaker has to be open until the fallback takes over; zero for never
 * @param nobody for whom a message is that is for no person
 */
record LaneOptions(
        String to,
        String provider,
        String breaker,
        Limits limits,
        int concurrency,
        int ahead,
        int digestAbove,
        RetrySchedule schedule,
        AfterUnknown unknown,
        String fallback,
        Duration fallbackAfter,
        ObjectNode nobody) {

    /** So many times its concurrency a lane may have in hand. */
    private static final int WAITING = 16;

    /**
     * Reads what a receiver was told. A figure out of range would not fail later but silently send nothing, or too much, for ever.
     *
     * @throws IllegalArgumentException which option is wrong, what was found and what is expected
     */
    static LaneOptions read(ReceiverOptions told) {
        String receiver = told.receiver();
        for (LaneOption option : LaneOption.values()) {
            option.fault(told.value(option)).ifPresent(fault -> refuse(receiver, fault));
        }
        String provider = told.value(LaneOption.PROVIDER);
        String credential = told.value(LaneOption.CREDENTIAL);
        String fallback = told.value(LaneOption.FALLBACK);
        if (!credential.isEmpty() && provider.isEmpty()) {
            refuse(
                    receiver,
                    "credential is set and provider is empty; expected the word of the provider that it is for");
        }
        if (fallback.equals(receiver)) {
            refuse(receiver, "fallback is the receiver itself; expected another one, or empty");
        }
        return new LaneOptions(
                told.value(LaneOption.TO),
                provider,
                told.value(LaneOption.BREAKER),
                Limits.of(
                        receiver,
                        provider,
                        credential,
                        told.value(LaneOption.DESTINATION),
                        rate(told, LaneOption.RATE, LaneOption.BURST),
                        rate(told, LaneOption.DESTINATION_RATE, LaneOption.DESTINATION_BURST)),
                number(told, LaneOption.CONCURRENCY),
                number(told, LaneOption.AHEAD),
                number(told, LaneOption.DIGEST_ABOVE),
                RetrySchedule.parse(
                        told.value(LaneOption.RETRY_SCHEDULE),
                        told.value(LaneOption.RETRY_FOR),
                        ThreadLocalRandom.current()::nextLong),
                AfterUnknown.ofWord(told.value(LaneOption.UNKNOWN)),
                fallback,
                Span.read(told.value(LaneOption.FALLBACK_AFTER)).orElseThrow(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", "")
                        .put("audience", told.value(LaneOption.AUDIENCE))
                        .put("language", told.value(LaneOption.LANGUAGE))
                        .put("timeZone", told.value(LaneOption.TIME_ZONE)));
    }

    /**
     * How many deliveries the lane may have in hand. Those that are handed over wait in it for a while, so that they cost no claim.
     * But should the hub die, nobody could tell which of them were being sent: so not where that is to be sent again once at most.
     * Nor where what waits is to become a digest, for which it has to wait in the store.
     */
    Depth depth() {
        int capacity = concurrency + ahead;
        boolean mayWait = digestAbove == 0 && (unknown == AfterUnknown.RETRY || unknown == AfterUnknown.RECONCILE);
        return mayWait
                ? new Depth(concurrency, capacity, Math.max(capacity, WAITING * concurrency))
                : new Depth(concurrency, capacity);
    }

    private static void refuse(String receiver, String fault) {
        throw new IllegalArgumentException("outbox:" + receiver + ": " + fault);
    }

    private static RateLimit rate(ReceiverOptions told, LaneOption rate, LaneOption burst) {
        return new RateLimit(Double.parseDouble(told.value(rate)), number(told, burst));
    }

    private static int number(ReceiverOptions told, LaneOption option) {
        return Integer.parseInt(told.value(option));
    }
}
