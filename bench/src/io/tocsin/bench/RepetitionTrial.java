package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** One system that is told of the same alerts again and again, by one sender that waits for each answer. */
final class RepetitionTrial {
    private static final String PATH = "/api/v2/alerts";
    private static final int LIMIT_SECONDS = 40;
    private static final long SETTLE_MILLIS = 2_000;

    private final SystemUnderTest system;
    private final int alerts;
    private final Path work;
    private final Sink sink;
    private final Child child;
    private final Client client;

    private RepetitionTrial(SystemUnderTest system, int alerts, Path work, Sink sink) throws Exception {
        this.system = system;
        this.alerts = alerts;
        this.work = work;
        this.sink = sink;
        child = system.start(work, sink.port());
        client = new Client(child.port(), PATH, system.headers(work), 2);
    }

    /**
     * What the repetitions cost, after all had been delivered.
     *
     * @param fired what the hub wrote when it was told for the first time; nothing for Alertmanager
     * @param repeated what it wrote at all repetitions together
     * @param bytes sent to the disk by the process, for each repetition
     * @param firstCpu microseconds for each repetition of the first round
     * @param lastCpu the same of the last round
     * @param cpu the same of all
     * @param requests a second
     * @param refused answers other than 2xx
     * @param toldAgain deliveries of what a receiver had already been told
     */
    record Figures(
            StoreWrites fired,
            StoreWrites repeated,
            double bytes,
            double firstCpu,
            double lastCpu,
            double cpu,
            double requests,
            double refused,
            double toldAgain) {}

    /** Starts the system, fires the alerts, waits until they are delivered, and tells them again. */
    static Figures run(SystemUnderTest system, int alerts, int rounds) throws Exception {
        System.out.printf("%-14s %,d alerts, then the same %d times ...%n", system.name(), alerts, rounds);
        try (WorkFolder work = WorkFolder.create();
                Sink sink = new Sink(alerts)) {
            RepetitionTrial trial = new RepetitionTrial(system, alerts, work.path(), sink);
            try {
                return trial.repeat(rounds, trial.fire());
            } finally {
                trial.client.close();
                trial.child.close();
            }
        }
    }

    private StoreWrites fire() throws Exception {
        StoreWrites before = writes();
        post(Alerts.afterMinutes(0, alerts));
        if (!sink.await(alerts, LIMIT_SECONDS)) {
            throw new IOException(system.name() + " delivered only " + sink.distinct(0) + " of " + alerts + " in "
                    + LIMIT_SECONDS + " s");
        }
        Thread.sleep(SETTLE_MILLIS);
        StoreWrites fired = writes().since(before);
        if (system instanceof Hub && fired.commits() == 0) {
            throw new IOException("no commit was seen while " + alerts + " alerts were stored: the counter is another");
        }
        return fired;
    }

    private Figures repeat(int rounds, StoreWrites fired) throws Exception {
        List<List<Batch>> minutes = IntStream.rangeClosed(1, rounds)
                .mapToObj(minute -> Alerts.afterMinutes(minute, alerts))
                .toList();
        StoreWrites before = writes();
        long bytes = child.bytesToDisk();
        double[] cpu = new double[rounds + 1];
        cpu[0] = child.cpuSeconds();
        double seconds = 0;
        long refused = 0;
        for (int round = 0; round < rounds; round++) {
            ClosedLoad.Result result = post(minutes.get(round));
            cpu[round + 1] = child.cpuSeconds();
            seconds += result.seconds();
            refused += result.refusals();
        }
        Thread.sleep(SETTLE_MILLIS); // what a repetition set off counts too
        double told = (double) alerts * rounds;
        StoreWrites written = writes().since(before);
        return new Figures(
                fired,
                written,
                (child.bytesToDisk() - bytes) / told,
                (cpu[1] - cpu[0]) * 1e6 / alerts,
                (cpu[rounds] - cpu[rounds - 1]) * 1e6 / alerts,
                (cpu[rounds] - cpu[0]) * 1e6 / told,
                rounds * minutes.get(0).size() / seconds,
                refused,
                sink.repeats());
    }

    private ClosedLoad.Result post(List<Batch> requests) throws IOException, InterruptedException {
        ClosedLoad.Result result = new ClosedLoad(client, requests).run(1, LIMIT_SECONDS);
        if (result.events() != alerts) {
            throw new IOException(system.name() + " took only " + result.events() + " of " + alerts + " alerts in "
                    + LIMIT_SECONDS + " s");
        }
        return result;
    }

    private StoreWrites writes() throws Exception {
        return system instanceof Hub ? StoreWrites.of(Hub.store(work)) : StoreWrites.NONE;
    }
}
