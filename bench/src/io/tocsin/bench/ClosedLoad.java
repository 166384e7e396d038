package io.tocsin.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * So many senders, each posting its next request when the last was answered, until the time is over or all requests are
 * used up. A refusal (503, 429,
 * a broken connection) is counted, and the same request is posted again a little later.
 */
final class ClosedLoad {
    private static final long PAUSE_AFTER_REFUSAL_MILLIS = 20;
    private static final long GRACE_SECONDS = 60;

    private final Client client;
    private final List<Batch> batches;
    private final long[] latencies;
    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder refusals = new LongAdder();
    private final AtomicInteger used = new AtomicInteger();
    private volatile long end;

    ClosedLoad(Client client, List<Batch> batches) {
        this.client = client;
        this.batches = batches;
        this.latencies = new long[batches.size()];
    }

    /**
     * What came of it.
     *
     * @param events how many were accepted: the first of the batches
     * @param seconds from the first request until the last was accepted
     * @param refusals answers that were not 2xx
     * @param latency of an accepted request, from post to answer
     */
    record Result(int events, double seconds, long refusals, Percentiles latency) {}

    /** Runs the load for so many seconds, and at most a minute longer for what is on its way then. */
    Result run(int senders, int seconds) throws IOException, InterruptedException {
        long from = System.nanoTime();
        end = from + TimeUnit.SECONDS.toNanos(seconds);
        CountDownLatch busy = new CountDownLatch(senders);
        for (int sender = 0; sender < senders; sender++) {
            int number = sender;
            client.onLoopOf(number, () -> sendNext(number, busy));
        }
        if (!busy.await(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(busy.getCount() + " senders are still not accepted " + GRACE_SECONDS
                    + " s after the load, " + refusals.sum() + " refusals");
        }
        double took = (System.nanoTime() - from) / 1e9;
        int requests = used.get();
        int events =
                batches.subList(0, requests).stream().mapToInt(Batch::events).sum();
        return new Result(events, took, refusals.sum(), Percentiles.of(Arrays.copyOf(latencies, requests)));
    }

    private void sendNext(int sender, CountDownLatch busy) {
        int request = System.nanoTime() < end ? next.getAndIncrement() : batches.size();
        if (request < batches.size()) {
            used.incrementAndGet();
            send(sender, request, busy);
        } else {
            busy.countDown();
        }
    }

    private void send(int sender, int request, CountDownLatch busy) {
        long from = System.nanoTime();
        client.post(sender, batches.get(request).body()).onComplete(answer -> {
            if (answer.succeeded() && answer.result() / 100 == 2) {
                latencies[request] = System.nanoTime() - from;
                sendNext(sender, busy);
            } else {
                refusals.increment();
                if (System.nanoTime() < end + TimeUnit.SECONDS.toNanos(GRACE_SECONDS)) {
                    client.later(sender, PAUSE_AFTER_REFUSAL_MILLIS, () -> send(sender, request, busy));
                }
            }
        });
    }
}
