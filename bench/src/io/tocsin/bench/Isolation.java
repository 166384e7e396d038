package io.tocsin.bench;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Does a hanging receiver cost the others anything? The hub under the same load twice, all answering, then the second
 * receiver never answering. {@code bench/isolation} starts it; its exit code is 1 where a target was missed.
 */
final class Isolation {
    private static final int CONNECTIONS = 64;
    private static final int HANGING = 2;
    private static final double P99_TARGET = 1.2;
    private static final double THROUGHPUT_TARGET = 0.95;

    private Isolation() {}

    /**
     * @param arguments the hub's folder; events per second; for how many seconds
     */
    public static void main(String[] arguments) throws Exception {
        Hub hub = new Hub(Path.of(arguments[0]));
        int rate = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        Load healthy = run(hub, rate, seconds, 0);
        print("all answer", healthy);
        Load hanging = run(hub, rate, seconds, HANGING);
        print("one hangs", hanging);
        double p99 = hanging.latency().p99() / healthy.latency().p99();
        double throughput = hanging.deliveriesPerSecond()
                / (Sink.RECEIVERS - 1)
                / (healthy.deliveriesPerSecond() / Sink.RECEIVERS); // of one receiver
        System.out.printf(
                Locale.ROOT,
                "%-12s p99 x%.2f (target at most x%.2f), throughput x%.2f (target at least x%.2f)%n",
                "the others",
                p99,
                P99_TARGET,
                throughput,
                THROUGHPUT_TARGET);
        boolean met = p99 <= P99_TARGET && throughput >= THROUGHPUT_TARGET && hanging.lost() == 0;
        System.exit(met ? 0 : 1);
    }

    private static Load run(Hub hub, int rate, int seconds, int hanging) throws Exception {
        try (Trial trial = new Trial(hub, CONNECTIONS)) {
            Warming.of(trial);
            trial.sink().hang(hanging);
            return trial.atRate(rate, seconds);
        }
    }

    private static void print(String which, Load load) {
        System.out.printf(
                Locale.ROOT,
                "%-12s p50 %.1f ms, p99 %.1f ms, %.0f deliveries/s to the receivers that answer, %d missing%n",
                which,
                load.latency().p50(),
                load.latency().p99(),
                load.deliveriesPerSecond(),
                load.lost());
    }
}
