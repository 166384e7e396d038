package io.tocsin.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * One load on a system that was started for it alone, with empty data, and warmed with events that do not count.
 * The first {@code warm} sequences are the warming, the next ones the load.
 */
final class Trial implements AutoCloseable {
    private static final int WARM_SENDERS = 64;
    private static final int WARM_LIMIT_SECONDS = 60;
    private static final long IDLE_MILLIS = 2_000;
    private static final long DELIVERED_LIMIT_SECONDS = 180;

    private final WorkFolder work;
    private final SystemUnderTest system;
    private final int warm;
    private final int most;
    private final Sink sink;
    private final Child child;
    private final Client client;
    private final MemoryWatch memory;
    private final double idleMb;
    private final double cpuBefore;
    private int events;

    /** Starts everything, with room for {@code most} events in the load, lets it rest for its idle figure, and warms it. */
    Trial(SystemUnderTest system, int warm, int most, int connections) throws Exception {
        this.system = system;
        this.warm = warm;
        this.most = most;
        work = WorkFolder.create();
        sink = new Sink(warm + most);
        child = system.start(work.path(), sink.port());
        client = new Client(child.port(), system.path(), system.headers(work.path()), connections);
        Thread.sleep(IDLE_MILLIS);
        idleMb = child.residentMb();
        memory = new MemoryWatch(child);
        new ClosedLoad(client, Batch.of(system, 0, warm, 1)).run(WARM_SENDERS, WARM_LIMIT_SECONDS);
        if (system.receivers() > 0 && !sink.await(warm, DELIVERED_LIMIT_SECONDS)) {
            throw new IOException(system.name() + " delivered only " + sink.distinct(0) + ", " + sink.distinct(1) + ", "
                    + sink.distinct(2) + " of " + warm + " warming events; " + sink.unknown()
                    + " deliveries had no mark. Its output is in " + work.path());
        }
        cpuBefore = child.cpuSeconds();
    }

    /** The requests of the load, so many events in each. */
    List<Batch> batches(int size) {
        return Batch.of(system, warm, warm + most, size);
    }

    /** Says how many events the load had in the end, and waits until all are with every receiver, at most 180 s. */
    void awaitDeliveries(int accepted) throws InterruptedException {
        events = accepted;
        if (system.receivers() > 0) {
            sink.await((long) warm + events, DELIVERED_LIMIT_SECONDS);
        }
    }

    /** Notes what every trial tells: start, memory, losses, repeats. */
    void noteTo(Report report) {
        report.max(system.name(), Measure.READY, child.readyMillis());
        report.max(system.name(), Measure.IDLE, idleMb);
        report.max(system.name(), Measure.LOADED, memory.most());
        if (system.receivers() > 0) {
            long expected = (long) system.receivers() * (warm + events);
            long arrived = sink.distinct(0) + sink.distinct(1) + sink.distinct(2);
            report.add(system.name(), Measure.LOST, expected - arrived);
            report.add(system.name(), Measure.REPEATED, sink.repeats());
        }
    }

    /** CPU time of the system since the warming, in microseconds for each event of the load. */
    double cpuMicrosPerEvent() throws IOException {
        return (child.cpuSeconds() - cpuBefore) * 1e6 / events;
    }

    /** Deliveries of the load to these receivers (0 to 2) for each second from {@code nanos} until the last arrived. */
    double deliveriesPerSecond(long nanos, int... receivers) {
        long last = nanos;
        long arrived = 0;
        for (int receiver : receivers) {
            for (int sequence = warm; sequence < warm + events; sequence++) {
                long arrival = sink.arrival(receiver, sequence);
                last = Math.max(last, arrival);
                arrived += arrival == 0 ? 0 : 1;
            }
        }
        return arrived * 1e9 / (last - nanos);
    }

    /** From when each event of the load was due until a receiver (0 to 2) had it; the undelivered are left out. */
    long[] latencies(int receiver, long[] due) {
        long[] all = new long[events];
        int arrived = 0;
        for (int number = 0; number < events; number++) {
            long arrival = sink.arrival(receiver, warm + number);
            if (arrival != 0) {
                all[arrived++] = arrival - due[number];
            }
        }
        return Arrays.copyOf(all, arrived);
    }

    Client client() {
        return client;
    }

    Sink sink() {
        return sink;
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
