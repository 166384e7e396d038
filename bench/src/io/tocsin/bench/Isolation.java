package io.tocsin.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Does a hanging receiver cost the others anything? The hub under the same load twice, all answering, then the second
 * receiver never answering. {@code bench/isolation} starts it; its exit code is 1 where a target was missed.
 */
final class Isolation {
    private static final int WARM = 30_000;
    private static final int CONNECTIONS = 64;
    private static final int HANGING = 2;
    private static final double P99_TARGET = 1.2;
    private static final double THROUGHPUT_TARGET = 0.95;

    private Isolation() {}

    /** What the receivers that answer saw. */
    private record Run(Percentiles latency, double perSecond, long missing) {}

    /**
     * @param arguments the hub's folder; events per second; for how many seconds
     */
    public static void main(String[] arguments) throws Exception {
        Hub hub = new Hub(Path.of(arguments[0]));
        int rate = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        Run healthy = run(hub, rate, seconds, 0);
        print("all answer", healthy);
        Run hanging = run(hub, rate, seconds, HANGING);
        print("one hangs", hanging);
        double p99 = hanging.latency().p99() / healthy.latency().p99();
        double throughput = hanging.perSecond() / healthy.perSecond();
        System.out.printf(
                Locale.ROOT,
                "%-12s p99 x%.2f (target at most x%.2f), throughput x%.2f (target at least x%.2f)%n",
                "the others",
                p99,
                P99_TARGET,
                throughput,
                THROUGHPUT_TARGET);
        boolean met = p99 <= P99_TARGET && throughput >= THROUGHPUT_TARGET && hanging.missing() == 0;
        System.exit(met ? 0 : 1);
    }

    private static Run run(Hub hub, int rate, int seconds, int hanging) throws Exception {
        int events = rate * seconds;
        try (Trial trial = new Trial(hub, WARM, events, CONNECTIONS)) {
            trial.sink().hang(hanging);
            long from = System.nanoTime();
            long[] due = new OpenLoad(trial.client(), trial.batches(1)).run(rate);
            trial.awaitDeliveries(events);
            // The receivers that answer in both runs.
            long[] latencies = LongStream.of(0, 2)
                    .flatMap(receiver -> LongStream.of(trial.latencies((int) receiver, due)))
                    .toArray();
            double perSecond = trial.deliveriesPerSecond(from, 0, 2);
            return new Run(Percentiles.of(latencies), perSecond, 2L * events - latencies.length);
        }
    }

    private static void print(String which, Run run) {
        System.out.printf(
                Locale.ROOT,
                "%-12s p50 %.1f ms, p99 %.1f ms, %.0f deliveries/s to two receivers, %d missing%n",
                which,
                run.latency().p50(),
                run.latency().p99(),
                run.perSecond(),
                run.missing());
    }
}
