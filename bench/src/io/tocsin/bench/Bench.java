package io.tocsin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Compares the hub with Alertmanager and with a bare server. {@code bench/run} starts it. */
final class Bench {
    private static final int WARM = 30_000;
    private static final int MOST_PER_SECOND = 40_000;
    private static final int RATE = 500;
    private static final int RATE_SECONDS = 20;
    private static final int RATE_CONNECTIONS = 64;

    private final Report report = new Report();
    private final int seconds;

    private Bench(int seconds) {
        this.seconds = seconds;
    }

    /**
     * @param arguments the hub's folder; how many seconds each load sends; then the systems to measure, or none for all
     */
    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(Integer.parseInt(arguments[1]));
        List<String> wanted = List.of(arguments).subList(2, arguments.length);
        bench.warmThisProgram();
        for (SystemUnderTest system : systems(Path.of(arguments[0]))) {
            if (wanted.isEmpty() || wanted.contains(system.name())) {
                bench.measure(system);
            }
        }
        System.out.println();
        System.out.print(bench.report);
        System.exit(0);
    }

    private static List<SystemUnderTest> systems(Path home) {
        List<SystemUnderTest> systems = new ArrayList<>(List.of(new BareServer()));
        Alertmanager.installed()
                .ifPresentOrElse(systems::add, () -> System.out.println("no Alertmanager here: left out"));
        systems.add(new Hub(home));
        return systems;
    }

    /** The first system measured must not pay for this program's own first seconds. */
    private void warmThisProgram() throws Exception {
        try (Trial trial = new Trial(new BareServer(), WARM, seconds * MOST_PER_SECOND, 64)) {
            new ClosedLoad(trial.client(), trial.batches(1)).run(64, seconds);
        }
    }

    private void measure(SystemUnderTest system) throws Exception {
        accept(system, 64, 1, Measure.ACCEPT_64);
        accept(system, 256, 1, Measure.ACCEPT_256);
        accept(system, 64, 100, Measure.ACCEPT_64_BATCH);
        accept(system, 256, 100, Measure.ACCEPT_256_BATCH);
        if (system.receivers() > 0) {
            latency(system);
        }
    }

    /** As fast as it takes them; ends when all are delivered. */
    private void accept(SystemUnderTest system, int senders, int size, Measure accepted) throws Exception {
        say(system, accepted.line());
        try (Trial trial = new Trial(system, WARM, seconds * MOST_PER_SECOND, senders)) {
            List<Batch> batches = trial.batches(size);
            long from = System.nanoTime();
            ClosedLoad.Result result = new ClosedLoad(trial.client(), batches).run(senders, seconds);
            trial.awaitDeliveries(result.events());
            report.set(system.name(), accepted, result.events() / result.seconds());
            report.add(system.name(), Measure.REFUSED, result.refusals());
            if (accepted == Measure.ACCEPT_256) {
                report.set(system.name(), Measure.ACCEPT_P99, result.latency().p99());
                report.set(system.name(), Measure.CPU, trial.cpuMicrosPerEvent());
                if (system.receivers() > 0) {
                    report.set(system.name(), Measure.DELIVERIES, trial.deliveriesPerSecond(from, 0, 1, 2));
                }
            }
            trial.noteTo(report);
        }
    }

    /** At a rate that every system bears. */
    private void latency(SystemUnderTest system) throws Exception {
        say(system, "accept to delivery at " + RATE + "/s");
        try (Trial trial = new Trial(system, WARM, RATE * RATE_SECONDS, RATE_CONNECTIONS)) {
            OpenLoad load = new OpenLoad(trial.client(), trial.batches(1));
            long[] due = load.run(RATE);
            trial.awaitDeliveries(due.length);
            Percentiles all = Percentiles.of(LongStream.range(0, Sink.RECEIVERS)
                    .flatMap(receiver -> LongStream.of(trial.latencies((int) receiver, due)))
                    .toArray());
            report.set(system.name(), Measure.LATENCY_P50, all.p50());
            report.set(system.name(), Measure.LATENCY_P99, all.p99());
            report.add(system.name(), Measure.REFUSED, load.refusals());
            trial.noteTo(report);
        }
    }

    private static void say(SystemUnderTest system, String load) {
        System.out.printf("%-14s %s ...%n", system.name(), load);
    }
}
