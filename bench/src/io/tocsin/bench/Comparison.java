package io.tocsin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Two checkouts of the hub, A (this one) and B, both running and warm, measured in turn, so that whatever else the machine does
 * meets both: CPU per event when saturated and at 500 events a second. {@code bench/ab} starts it; its exit code is 1 where
 * either lost or doubled something.
 */
final class Comparison {
    private static final int CONNECTIONS = 256;
    private static final int SENDERS = 256;
    private static final int EVENTS = 12_000;
    private static final int LIMIT_SECONDS = 60;
    private static final int RATE = 500;
    private static final int RATE_SECONDS = 8;

    private Comparison() {}

    /** The loads of one kind that one of the two has had. */
    private record Side(List<Load> loads) {
        double middle(ToDoubleFunction<Load> figure) {
            double[] sorted = loads.stream().mapToDouble(figure).sorted().toArray();
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }
    }

    /** A load that either gets. */
    private interface Kind {
        Load on(Trial trial) throws Exception;
    }

    /**
     * @param arguments the folders of A and B; how many rounds
     */
    public static void main(String[] arguments) throws Exception {
        Hub a = hub("A", arguments[0]);
        Hub b = hub("B", arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        System.out.println("A: " + a.home() + "\nB: " + b.home());
        try (Trial first = new Trial(a, CONNECTIONS);
                Trial second = new Trial(b, CONNECTIONS)) {
            System.out.printf("idle: A %.0f MB, B %.0f MB%n", first.idleMb(), second.idleMb());
            Warming.of(first);
            Warming.of(second);
            List<Side> saturated =
                    inTurn(first, second, rounds, trial -> trial.saturate(SENDERS, 1, LIMIT_SECONDS, EVENTS));
            List<Side> atRate = inTurn(first, second, rounds, trial -> trial.atRate(RATE, RATE_SECONDS));
            System.out.printf(Locale.ROOT, "%nthe middle of %d rounds%20s%12s%12s%n", rounds, "A", "B", "A/B");
            row("CPU us per event, saturated", saturated, load -> load.cpu().total());
            row("  of it compiling", saturated, load -> load.cpu().compiling());
            row("  of it garbage collection", saturated, load -> load.cpu().collecting());
            row("accepted/s", saturated, Load::acceptedPerSecond);
            row("deliveries/s", saturated, Load::deliveriesPerSecond);
            row("CPU us per event at 500/s", atRate, load -> load.cpu().total());
            row("accept to delivery p50, ms", atRate, load -> load.latency().p50());
            row("accept to delivery p99, ms", atRate, load -> load.latency().p99());
            long wrong = first.sink().repeats() + second.sink().repeats() + lost(saturated) + lost(atRate);
            System.out.println("lost or delivered more than once: " + wrong);
            System.exit(wrong == 0 ? 0 : 1);
        }
    }

    private static Hub hub(String name, String folder) {
        String options = System.getenv().getOrDefault("BENCH_" + name + "_JAVA_OPTS", "");
        return new Hub(name, Path.of(folder), Map.of("HUB_JAVA_OPTS", options));
    }

    private static List<Side> inTurn(Trial first, Trial second, int rounds, Kind kind) throws Exception {
        Side a = new Side(new ArrayList<>());
        Side b = new Side(new ArrayList<>());
        for (int round = 1; round <= rounds; round++) {
            a.loads.add(told(first, kind));
            b.loads.add(told(second, kind));
        }
        return List.of(a, b);
    }

    private static Load told(Trial trial, Kind kind) throws Exception {
        Load load = kind.on(trial);
        System.out.printf(
                Locale.ROOT,
                "%s %.0f us: %s%n",
                trial.system().name(),
                load.cpu().total(),
                load.cpu().threads());
        return load;
    }

    private static void row(String line, List<Side> sides, ToDoubleFunction<Load> figure) {
        double a = sides.get(0).middle(figure);
        double b = sides.get(1).middle(figure);
        System.out.printf(Locale.ROOT, "%-38s%,12.1f%,12.1f%12.2f%n", line, a, b, a / b);
    }

    private static long lost(List<Side> sides) {
        return sides.stream()
                .flatMap(side -> side.loads.stream())
                .mapToLong(Load::lost)
                .sum();
    }
}
