package io.tocsin.bench;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A system that was started with empty data, and the loads that are put on it, one after the other. Every event of all loads is
 * another one, and a load is over when the receivers have all of it.
 */
final class Trial implements AutoCloseable {
    /** How many events all loads of a trial may have together. */
    static final int MOST_EVENTS = 1_500_000;

    private static final long IDLE_MILLIS = 2_000;
    private static final long DELIVERED_LIMIT_SECONDS = 180;

    private final WorkFolder work;
    private final SystemUnderTest system;
    private final Sink sink;
    private final Child child;
    private final Client client;
    private final MemoryWatch memory;
    private final double idleMb;
    private int next;

    /** Starts the system with receivers that answer, and lets it rest for its idle figure. */
    Trial(SystemUnderTest system, int connections) throws Exception {
        this.system = system;
        work = WorkFolder.create();
        sink = new Sink(MOST_EVENTS);
        child = system.start(work.path(), sink.port());
        client = new Client(child.port(), system.path(), system.headers(work.path()), connections);
        Thread.sleep(IDLE_MILLIS);
        idleMb = child.residentMb();
        memory = new MemoryWatch(child);
    }

    /** So many senders, each posting its next request when the last was answered, until time or events are used up. */
    Load saturate(int senders, int size, int seconds, int most) throws Exception {
        int first = next;
        Meter meter = new Meter(child);
        long from = System.nanoTime();
        ClosedLoad.Result result =
                new ClosedLoad(client, Batch.of(system, first, first + most, size)).run(senders, seconds);
        next += result.events();
        awaitDeliveries();
        return new Load(
                result.events(),
                result.events() / result.seconds(),
                result.latency(),
                deliveriesPerSecond(from, first),
                Percentiles.of(new long[0]),
                result.refusals(),
                lost(first),
                meter.perEvent(result.events()));
    }

    /** So many events a second, one a request, whatever the answers do. */
    Load atRate(int perSecond, int seconds) throws Exception {
        int first = next;
        next += perSecond * seconds;
        OpenLoad load = new OpenLoad(client, Batch.of(system, first, next, 1));
        Meter meter = new Meter(child);
        long from = System.nanoTime();
        long[] due = load.run(perSecond);
        awaitDeliveries();
        return new Load(
                due.length,
                perSecond,
                Percentiles.of(new long[0]),
                deliveriesPerSecond(from, first),
                Percentiles.of(latencies(first, due)),
                load.refusals(),
                lost(first),
                meter.perEvent(due.length));
    }

    private void awaitDeliveries() throws InterruptedException {
        if (system.receivers() > 0) {
            sink.await(next, DELIVERED_LIMIT_SECONDS);
        }
    }

    /** The receivers (0 to 2) that answer. */
    private IntStream receivers() {
        return IntStream.range(0, system.receivers()).filter(receiver -> receiver + 1 != sink.hanging());
    }

    private double deliveriesPerSecond(long nanos, int first) {
        long[] arrivals = receivers()
                .mapToObj(receiver -> arrivals(receiver, first))
                .flatMapToLong(LongStream::of)
                .filter(arrival -> arrival != 0)
                .toArray();
        return arrivals.length * 1e9 / (Arrays.stream(arrivals).max().orElse(nanos + 1) - nanos);
    }

    private long[] latencies(int first, long[] due) {
        return receivers()
                .mapToObj(receiver -> {
                    long[] arrivals = arrivals(receiver, first);
                    return IntStream.range(0, due.length)
                            .filter(number -> arrivals[number] != 0)
                            .mapToLong(number -> arrivals[number] - due[number]);
                })
                .flatMapToLong(times -> times)
                .toArray();
    }

    private long lost(int first) {
        return receivers()
                .mapToLong(receiver -> Arrays.stream(arrivals(receiver, first))
                        .filter(arrival -> arrival == 0)
                        .count())
                .sum();
    }

    private long[] arrivals(int receiver, int first) {
        return IntStream.range(first, next)
                .mapToLong(sequence -> sink.arrival(receiver, sequence))
                .toArray();
    }

    SystemUnderTest system() {
        return system;
    }

    Sink sink() {
        return sink;
    }

    /** From the start of the process until it was ready. */
    long readyMillis() {
        return child.readyMillis();
    }

    /** Resident before the first load. */
    double idleMb() {
        return idleMb;
    }

    /** The most that was resident so far. */
    double mostMb() {
        return memory.most();
    }

    /** Stops everything and removes its data; a trial that failed to start leaves its folder, with the output in it. */
    @Override
    public void close() throws Exception {
        memory.close();
        client.close();
        child.close();
        sink.close();
        work.close();
    }
}
