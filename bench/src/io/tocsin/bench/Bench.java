package io.tocsin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares the hub with Alertmanager and with a bare server. {@code bench/run} starts it. */
final class Bench {
    private static final int CONNECTIONS = 256;
    private static final int MOST_PER_SECOND = 40_000;
    private static final int BATCHED_EVENTS = 50_000;
    private static final int CPU_EVENTS = 30_000;
    private static final int RATE = 500;
    private static final int RATE_SECONDS = 15;
    private static final int RATE_WARM_SECONDS = 3;

    private final Report report = new Report();
    private final boolean cpuOnly;
    private final int seconds;

    private Bench(boolean cpuOnly, int seconds) {
        this.cpuOnly = cpuOnly;
        this.seconds = seconds;
    }

    /**
     * @param arguments the hub's folder; {@code all} or {@code cpu}; how many seconds each load sends; then the systems to
     *     measure, or none for all
     */
    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(arguments[1].equals("cpu"), Integer.parseInt(arguments[2]));
        List<String> wanted = List.of(arguments).subList(3, arguments.length);
        if (!bench.cpuOnly) {
            bench.warmThisProgram();
        }
        for (SystemUnderTest system : systems(Path.of(arguments[0]))) {
            if (wanted.isEmpty() ? bench.measuresByDefault(system) : wanted.contains(system.name())) {
                bench.measure(system);
            }
        }
        System.out.println();
        System.out.print(bench.report);
        System.exit(bench.report.nothingLostOrRepeated() ? 0 : 1);
    }

    private static List<SystemUnderTest> systems(Path home) {
        List<SystemUnderTest> systems = new ArrayList<>(List.of(new BareServer()));
        Alertmanager.installed()
                .ifPresentOrElse(
                        systems::add,
                        () -> System.out.println(
                                "no Alertmanager on the PATH, nor where .ci/run unpacks it: left out"));
        systems.add(new Hub(home));
        return systems;
    }

    /** A bare server has no deliveries whose cost could be told. */
    private boolean measuresByDefault(SystemUnderTest system) {
        return !cpuOnly || system.receivers() > 0;
    }

    /** The first system measured must not pay for this program's own first seconds. */
    private void warmThisProgram() throws Exception {
        try (Trial trial = new Trial(new BareServer(), CONNECTIONS)) {
            trial.saturate(64, 1, seconds, seconds * MOST_PER_SECOND);
        }
    }

    private void measure(SystemUnderTest system) throws Exception {
        String name = system.name();
        try (Trial trial = new Trial(system, CONNECTIONS)) {
            report.set(name, Measure.READY, trial.readyMillis());
            report.set(name, Measure.IDLE, trial.idleMb());
            report.set(name, Measure.CPU_COLD, Warming.of(trial).cold().total());
            saturated(trial);
            if (system.receivers() > 0) {
                atRate(trial);
            }
            if (!cpuOnly) {
                accepts(trial);
            }
            report.set(name, Measure.LOADED, trial.mostMb());
            report.set(name, Measure.REPEATED, trial.sink().repeats());
        }
    }

    /** As fast as it takes them; ends when all are delivered. */
    private void saturated(Trial trial) throws Exception {
        Load load = told(
                trial,
                "256 senders",
                trial.saturate(256, 1, cpuOnly ? 60 : seconds, cpuOnly ? CPU_EVENTS : seconds * MOST_PER_SECOND));
        String name = trial.system().name();
        report.set(name, Measure.CPU, load.cpu().total());
        report.set(name, Measure.COMPILING, load.cpu().compiling());
        report.set(name, Measure.COLLECTING, load.cpu().collecting());
        report.set(name, Measure.ACCEPT_256, load.acceptedPerSecond());
        report.set(name, Measure.ACCEPT_P99, load.accept().p99());
        if (trial.system().receivers() > 0) {
            report.set(name, Measure.DELIVERIES, load.deliveriesPerSecond());
        }
    }

    /** At a rate that every system bears. */
    private void atRate(Trial trial) throws Exception {
        trial.atRate(RATE, RATE_WARM_SECONDS);
        Load load = told(trial, RATE + "/s", trial.atRate(RATE, RATE_SECONDS));
        String name = trial.system().name();
        report.set(name, Measure.CPU_AT_RATE, load.cpu().total());
        report.set(name, Measure.LATENCY_P50, load.latency().p50());
        report.set(name, Measure.LATENCY_P99, load.latency().p99());
    }

    private void accepts(Trial trial) throws Exception {
        String name = trial.system().name();
        Load single = told(trial, "64 senders", trial.saturate(64, 1, seconds, seconds * MOST_PER_SECOND));
        report.set(name, Measure.ACCEPT_64, single.acceptedPerSecond());
        Load batches = told(trial, "64 senders, batches", trial.saturate(64, 100, seconds, BATCHED_EVENTS));
        report.set(name, Measure.ACCEPT_64_BATCH, batches.acceptedPerSecond());
    }

    private Load told(Trial trial, String which, Load load) {
        String name = trial.system().name();
        System.out.printf("%-14s %s: %s%n", name, which, load.cpu().threads());
        report.add(name, Measure.REFUSED, load.refusals());
        report.add(name, Measure.LOST, load.lost());
        return load;
    }
}
