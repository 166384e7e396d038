package io.tocsin.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What does it cost to be told again what is known? Alerts are fired through the Alertmanager API and then told again
 * and again, as Prometheus does each minute: the hub, and Alertmanager where it is installed. {@code bench/heartbeats}
 * starts it; its exit code is 1 where the hub stored a repetition, refused one, or told a receiver anything twice.
 */
final class Repetition {
    private static final String LINE = "%-44s%14s%14s%12s%n";

    private Repetition() {}

    /**
     * @param arguments the hub's folder; how many alerts; how often they are told again
     */
    public static void main(String[] arguments) throws Exception {
        Hub hub = new Hub(Path.of(arguments[0]));
        int alerts = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Optional<RepetitionTrial.Figures> peer = Optional.empty();
        Optional<SystemUnderTest> installed = Alertmanager.installed();
        if (installed.isPresent()) {
            peer = Optional.of(RepetitionTrial.run(installed.get(), alerts, rounds));
        } else {
            System.out.println("no Alertmanager here: left out");
        }
        RepetitionTrial.Figures ours = RepetitionTrial.run(hub, alerts, rounds);
        print(alerts, rounds, ours, peer);
        boolean met = ours.repeated().events() == 0 && ours.refused() == 0 && ours.toldAgain() == 0;
        System.exit(met ? 0 : 1);
    }

    private static void print(
            int alerts, int rounds, RepetitionTrial.Figures ours, Optional<RepetitionTrial.Figures> peer) {
        System.out.printf("%n%,d alerts, each told again %d times, %d a request%n", alerts, rounds, Alerts.A_REQUEST);
        System.out.printf(LINE, "", "alertmanager", "hub", "hub/alertm.");
        row(
                "commits of the store, first telling",
                Optional.empty(),
                ours.fired().commits());
        row(
                "commits of the store, all repetitions",
                Optional.empty(),
                ours.repeated().commits());
        row("events stored, first telling", Optional.empty(), ours.fired().events());
        row("events stored, all repetitions", Optional.empty(), ours.repeated().events());
        row("bytes to disk per repetition", peer.map(RepetitionTrial.Figures::bytes), ours.bytes());
        row("CPU us per repetition, first round", peer.map(RepetitionTrial.Figures::firstCpu), ours.firstCpu());
        row("CPU us per repetition, last round", peer.map(RepetitionTrial.Figures::lastCpu), ours.lastCpu());
        row("CPU us per repetition", peer.map(RepetitionTrial.Figures::cpu), ours.cpu());
        row("requests/s, one after the other", peer.map(RepetitionTrial.Figures::requests), ours.requests());
        row("refused", peer.map(RepetitionTrial.Figures::refused), ours.refused());
        row("told a receiver again", peer.map(RepetitionTrial.Figures::toldAgain), ours.toldAgain());
        System.out.printf(
                Locale.ROOT,
                "the hub's share of one processor, at one repetition of each a minute: %.2f %%%n",
                ours.cpu() * alerts / 60e6 * 100);
    }

    private static void row(String figure, Optional<Double> peer, double ours) {
        System.out.printf(LINE, figure, peer.map(Repetition::text).orElse("-"), text(ours), ratio(peer, ours));
    }

    private static String ratio(Optional<Double> peer, double ours) {
        return peer.filter(value -> value > 0)
                .map(value -> String.format(Locale.ROOT, "%.2f", ours / value))
                .orElse("-");
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.2f" : "%,.0f", value);
    }
}
