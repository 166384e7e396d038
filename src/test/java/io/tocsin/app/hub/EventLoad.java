package io.tocsin.app.hub;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Some senders that send one event after the other at a fixed pace until closed, and remember which were taken. An event
 * that got no answer is in nobody's promise, and is not sent again.
 */
final class EventLoad implements AutoCloseable {

    /** Sends one event and says whether it was taken: 202 from the hub, or an id from the queue. */
    interface Sender {
        boolean taken(String key, String event) throws Exception;
    }

    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    private final String kind;
    private final Sender sender;
    private final Duration pace;
    private final ExecutorService threads;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
    private volatile boolean open = true;

    /** Starts so many senders, each sending one event per pace; keys are {@code kill-<kind>-<number>}. */
    EventLoad(String kind, int senders, Duration pace, Sender sender) {
        this.kind = kind;
        this.sender = sender;
        this.pace = pace;
        this.threads = Executors.newFixedThreadPool(senders);
        for (int each = 0; each < senders; each++) {
            threads.execute(this::send);
        }
    }

    private void send() {
        while (open) {
            String key = "kill-" + kind + "-" + numbers.incrementAndGet();
            try {
                if (sender.taken(key, event(key))) {
                    taken.add(key);
                }
            } catch (Exception noAnswer) {
                // Killed, or not up again yet. Whether the event was stored is unknown, and nothing was promised.
                failures.merge(noAnswer.getClass().getSimpleName() + ": " + noAnswer.getMessage(), 1, Integer::sum);
                LockSupport.parkNanos(AFTER_FAILURE.toNanos()); // a hub that starts needs the processor more
            }
            LockSupport.parkNanos(pace.toNanos());
        }
    }

    private static String event(String key) {
        return String.format(
                Locale.ROOT,
                "{\"title\":\"Disk full\",\"severity\":\"high\",\"fingerprint\":\"%s\",\"labels\":{\"kill\":\"yes\"}}",
                key);
    }

    /** The events that were taken so far. */
    Set<String> taken() {
        return Set.copyOf(taken);
    }

    /** How many that are. */
    int count() {
        return taken.size();
    }

    /** How many were sent so far, taken or not. */
    int sent() {
        return numbers.get();
    }

    /** Why sends failed, and how often. */
    Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    /** Stops sending, and waits for the last answers. */
    @Override
    public void close() {
        open = false;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a sender of " + kind + " still waits for its answer after 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
