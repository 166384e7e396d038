package io.tocsin.app.hub;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders as they should be: each sends one event after the other, and the same again under the same key until it is taken. They
 * remember how long they were kept waiting for a refusal, and what was not as it should be.
 */
final class StubbornSenders implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(50);

    private final TestHub hub;
    private final ExecutorService threads;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Map<String, Integer> odd = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    StubbornSenders(TestHub hub, int count) {
        this.hub = hub;
        this.threads = Executors.newFixedThreadPool(count);
        for (int each = 0; each < count; each++) {
            threads.execute(this::send);
        }
    }

    private void send() {
        while (open) {
            String key = "event-" + numbers.incrementAndGet();
            while (!isTaken(key)) {
                LockSupport.parkNanos(PACE.toNanos());
            }
            taken.add(key);
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private boolean isTaken(String key) {
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer = hub.exchange(hub.authorized("/v1/events/ci")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"title\": \"it burns\", \"fingerprint\": \"%s\"}".formatted(key))));
            if (answer.statusCode() == 503) {
                refused.incrementAndGet();
                longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                if (answer.headers().firstValue("Retry-After").isEmpty()) {
                    odd.merge("503 without Retry-After", 1, Integer::sum);
                }
            } else if (answer.statusCode() / 100 != 2) {
                odd.merge("HTTP " + answer.statusCode(), 1, Integer::sum);
            }
            return answer.statusCode() / 100 == 2;
        } catch (RuntimeException none) {
            odd.merge(none.toString(), 1, Integer::sum);
            return false;
        }
    }

    /** The keys of all that was taken; each is its alert's fingerprint. */
    Set<String> taken() {
        return taken;
    }

    /** How often they were told to come again. */
    int refused() {
        return refused.get();
    }

    /** The longest that one of them waited to be told so. */
    Duration longestRefusal() {
        return Duration.ofNanos(longest.get());
    }

    /** Whatever was neither 2xx nor 503 with its header. */
    Map<String, Integer> odd() {
        return odd;
    }

    /** Lets each finish what it is at. */
    @Override
    public void close() {
        open = false;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an event is not taken for 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
