package io.tocsin.bench;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, whatever the answers do. Latency counts from when a request was due and not from when it
 * went out, so that a stall is not left out of the figures ("coordinated omission").
 */
final class OpenLoad {
    private static final long LIMIT_SECONDS = 60;

    private final Client client;
    private final List<Batch> batches;
    private final long[] due;
    private final long[] took;
    private final LongAdder refusals = new LongAdder();
    private final CountDownLatch open;

    OpenLoad(Client client, List<Batch> batches) {
        this.client = client;
        this.batches = batches;
        this.due = new long[batches.size()];
        this.took = new long[batches.size()];
        this.open = new CountDownLatch(batches.size());
    }

    /**
     * Posts all, so many a second, and waits for the answers, at most 60 s longer.
     *
     * @return when each request was due, in {@link System#nanoTime()}
     */
    long[] run(int perSecond) throws InterruptedException {
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long from = System.nanoTime();
        for (int request = 0; request < batches.size(); request++) {
            due[request] = from + request * interval;
            waitUntil(due[request]);
            int number = request;
            client.onLoopOf(number, () -> send(number));
        }
        open.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        return due;
    }

    /** Requests that were not answered with 2xx. */
    long refusals() {
        return refusals.sum() + open.getCount();
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** From when each request was due until it was answered, in nanoseconds; 0 where it was not. */
    long[] took() {
        return took.clone();
    }

    private void send(int request) {
        client.post(request, batches.get(request).body()).onComplete(answer -> {
            took[request] = System.nanoTime() - due[request];
            if (answer.failed() || answer.result() / 100 != 2) {
                refusals.increment();
            }
            open.countDown();
        });
    }
}
