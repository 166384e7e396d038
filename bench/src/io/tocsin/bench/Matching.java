package io.tocsin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.PatternIndex;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.silence.Silences;
import io.tocsin.model.silence.Window;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * What an alert costs that is asked for its rules, silences, windows and inhibitions, with few and with many of them: processor time of
 * the one thread that asks. {@code bench/matching} starts it; its exit code is 1 where 10,000 cost more than three times what 10 do.
 */
final class Matching {

    private static final double TARGET = 3;
    private static final int[] COUNTS = {10, 1_000, 10_000};
    private static final int ROUNDS = 5;
    private static final int ALERTS = 1_000;
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * One kind.
     *
     * @param name for the table
     * @param made asks so many of them, and says how many fit
     * @param most of which there may be no more
     * @param flat whether the target is for it; otherwise its cost grows with what is asked one by one, or with what fits
     */
    private record Kind(String name, IntFunction<ToIntFunction<JsonNode>> made, int most, boolean flat) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("rules, by a value", rules("\"service\": [ \"svc-%d\" ]"), 10_000, true),
            new Kind("rules, by a prefix", rules("\"host\": [ { \"prefix\": \"host-%d-\" } ]"), 10_000, true),
            new Kind(
                    "rules, by a wildcard", rules("\"job\": [ { \"wildcard\": \"team-%d-*-deploy\" } ]"), 10_000, true),
            new Kind("silences, matchers with =", silences("service=svc-%d, env=prod"), 10_000, true),
            new Kind("silences, = and =~", silences("service=svc-%d, host=~\"host-.*\""), 10_000, true),
            new Kind("silences, a list of words", silences("service=~\"svc-%1$d|svc-x%1$d\""), 10_000, true),
            new Kind("silences, patterns", i -> silencing(i, Matching::byPattern), 10_000, true),
            new Kind("silences, =~ alone", silences("host=~\"host-%d-.*\""), 2_000, false),
            new Kind("windows", Matching::windows, 10_000, true),
            new Kind("inhibitions", i -> inhibiting(i, "\"service\": [ \"svc-%d\" ]"), 10_000, true),
            new Kind("inhibitions, one target", i -> inhibiting(i, "\"env\": [ \"prod\" ]"), 10_000, false));

    private Matching() {}

    /** @param arguments how many alerts a round */
    public static void main(String[] arguments) {
        int alerts = Integer.parseInt(arguments[0]);
        System.out.printf("%-28s%12s%12s%12s%14s%n", "microseconds an alert", "10", "1,000", "10,000", "10,000/10");
        boolean met = true;
        for (Kind kind : KINDS) {
            List<Double> micros = new ArrayList<>();
            for (int count : COUNTS) {
                micros.add(micros(
                        kind.made.apply(Math.min(count, kind.most)),
                        Math.min(count, kind.most),
                        kind.flat ? alerts : Math.max(1, alerts / 20)));
            }
            double ratio = micros.get(2) / micros.get(0);
            boolean held = !kind.flat || ratio <= TARGET;
            met &= held;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s%12.2f%12.2f%12.2f%13.1fx %s%n",
                    kind.name,
                    micros.get(0),
                    micros.get(1),
                    micros.get(2),
                    ratio,
                    kind.flat ? (held ? "" : "more than x" + TARGET) : "no target: see README");
        }
        System.exit(met ? 0 : 1);
    }

    /** The middle of some rounds, after as many that nobody looks at. */
    private static double micros(ToIntFunction<JsonNode> asked, int count, int alerts) {
        List<JsonNode> some = IntStream.range(0, ALERTS)
                .mapToObj(i -> alert(i * Math.max(1, count / ALERTS) % count))
                .toList();
        List<Double> rounds = new ArrayList<>();
        long fit = 0;
        for (int round = 0; round < 2 * ROUNDS; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < alerts; i++) {
                fit += asked.applyAsInt(some.get(i % some.size()));
            }
            if (round >= ROUNDS) {
                rounds.add((THREADS.getCurrentThreadCpuTime() - begin) / 1_000.0 / alerts);
            }
        }
        if (fit == 0) {
            throw new IllegalStateException("nothing fits: this measures nothing");
        }
        return rounds.stream().sorted().toList().get(ROUNDS / 2);
    }

    private static JsonNode alert(int number) {
        ObjectNode alert = JSON.createObjectNode()
                .put("fingerprint", "f" + number)
                .put("status", "firing")
                .put("severity", "high")
                .put("title", "Disk of host-" + number + " is full")
                .put("source", "prometheus")
                .put("startsAt", NOW.toString());
        alert.putObject("labels")
                .put("alertname", "DiskFull")
                .put("service", "svc-" + number)
                .put("host", "host-" + number + "-a")
                .put("job", "team-" + number + "-web-deploy")
                .put("env", "prod")
                .put("region", "eu-west-1");
        alert.putObject("annotations").put("runbook", "https://runbooks.example.com/" + number);
        return alert;
    }

    private static EventPattern pattern(String condition, int number) {
        return EventPattern.compile(
                "{ \"status\": [ \"firing\" ], \"labels\": { " + condition.formatted(number) + " } }");
    }

    private static IntFunction<ToIntFunction<JsonNode>> rules(String condition) {
        return count -> {
            Map<Integer, EventPattern> patterns = new LinkedHashMap<>();
            IntStream.range(0, count).forEach(i -> patterns.put(i, pattern(condition, i)));
            PatternIndex<Integer> index = new PatternIndex<>(patterns);
            return alert -> index.match(alert).size();
        };
    }

    private static IntFunction<ToIntFunction<JsonNode>> silences(String matchers) {
        return count -> silencing(count, i -> Scope.of(MatcherText.read(matchers.formatted(i))));
    }

    private static Scope byPattern(int number) {
        return Scope.of(pattern("\"service\": [ \"svc-%d\" ]", number));
    }

    private static ToIntFunction<JsonNode> silencing(int count, Function<Integer, Scope> scope) {
        Silences silences = Silences.of(IntStream.range(0, count)
                .mapToObj(i ->
                        new Silence("sil_" + i, scope.apply(i), NOW, NOW.plus(Duration.ofDays(1)), "bench", "", NOW))
                .toList());
        return alert -> silences.hiding(alert, NOW).isPresent() ? 1 : 0;
    }

    private static ToIntFunction<JsonNode> windows(int count) {
        Recurrence day =
                Recurrence.once(LocalDateTime.ofInstant(NOW, ZoneOffset.UTC), Duration.ofDays(1), ZoneOffset.UTC);
        FileHolds holds = new FileHolds(
                IntStream.range(0, count)
                        .mapToObj(i -> new Window("w-" + i, "", pattern("\"service\": [ \"svc-%d\" ]", i), day))
                        .toList(),
                List.of());
        return alert -> holds.window(alert, NOW).isPresent() ? 1 : 0;
    }

    /** As the hub asks: whether it keeps others quiet, whom it is kept quiet by, and by which values. */
    private static ToIntFunction<JsonNode> inhibiting(int count, String target) {
        FileHolds holds = new FileHolds(
                List.of(),
                IntStream.range(0, count)
                        .mapToObj(i -> new Inhibition(
                                "i-" + i,
                                "",
                                pattern("\"host\": [ \"host-%d-a\" ]", i),
                                pattern(target, i),
                                List.of("labels.service", "labels.env")))
                        .toList());
        return alert -> {
            List<Inhibition> sources = holds.sources(alert);
            List<Inhibition> targets = holds.targets(alert);
            targets.forEach(one -> one.key(alert));
            return sources.size() + targets.size();
        };
    }
}
