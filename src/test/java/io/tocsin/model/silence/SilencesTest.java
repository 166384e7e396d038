package io.tocsin.model.silence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.EventPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Indexes against asking each scope and each silence alone. */
class SilencesTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    private static String pick(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }

    private static Scope scope(Random random) {
        if (random.nextInt(3) == 0) {
            String value = pick(
                    random,
                    "\"a\"",
                    "\"b\"",
                    "{\"prefix\": \"a\"}",
                    "{\"anything-but\": [\"a\"]}",
                    "{\"exists\": false}");
            return Scope.of(
                    EventPattern.compile("{\"labels\": {\"" + pick(random, "x", "y") + "\": [" + value + "]}}"));
        }
        List<Matcher> matchers = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            Matcher.Operator operator = Matcher.Operator.values()[random.nextInt(4)];
            String value = operator.isRegex()
                    ? pick(random, "a", "a|b", "a|", "", ".*", ".+", "[ab]", "ab?", "b|ab|c")
                    : pick(random, "a", "b", "ab", "");
            matchers.add(new Matcher(pick(random, "x", "y", "z"), operator, value));
        }
        return Scope.of(matchers);
    }

    private static ObjectNode alert(Random random) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = alert.putObject("labels");
        for (String name : List.of("x", "y", "z")) {
            if (random.nextInt(3) > 0) {
                labels.put(name, pick(random, "a", "b", "ab", "c", ""));
            }
        }
        return alert;
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void anIndexFindsWhatAskingEachAloneFinds(@ForAll long seed) {
        index(seed);
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void anIndexFindsWhatAskingEachAloneFindsAMillionTimes(@ForAll long seed) {
        index(seed);
    }

    private static void index(long seed) {
        Random random = new Random(seed);
        Map<Integer, Scope> scopes = new LinkedHashMap<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            scopes.put(i, scope(random));
        }
        ScopeIndex<Integer> index = new ScopeIndex<>(scopes);
        for (int i = 0; i < 3; i++) {
            ObjectNode alert = alert(random);
            TreeSet<Integer> expected = new TreeSet<>();
            scopes.forEach((n, scope) -> {
                if (scope.fits(alert)) {
                    expected.add(n);
                }
            });
            assertThat(new TreeSet<>(index.match(alert)))
                    .as(scopes + " of " + alert)
                    .isEqualTo(expected);
            assertThat(index.match(alert)).doesNotHaveDuplicates();
        }
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void whateverChangesTheLongestThatHidesAnAlertIsFound(@ForAll long seed) {
        change(seed);
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void whateverChangesTheLongestThatHidesAnAlertIsFoundAMillionTimes(@ForAll long seed) {
        change(seed);
    }

    private static void change(long seed) {
        Random random = new Random(seed);
        Map<String, Silence> naive = new HashMap<>();
        Silences silences = Silences.NONE;
        for (int step = 0; step < 12; step++) {
            String id = "sil_" + random.nextInt(5);
            switch (random.nextInt(5)) {
                case 0 -> {
                    naive.remove(id);
                    silences = silences.without(id);
                }
                case 1 -> silences = silences.compacted();
                default -> {
                    Instant starts = NOW.plusSeconds(random.nextInt(7) - 3);
                    Silence silence = new Silence(
                            id, scope(random), starts, starts.plusSeconds(1 + random.nextInt(5)), "ann", "", NOW);
                    naive.put(id, silence);
                    silences = silences.with(silence);
                }
            }
            ObjectNode alert = alert(random);
            Optional<Silence> expected = naive.values().stream()
                    .filter(one -> !NOW.isBefore(one.startsAt()) && NOW.isBefore(one.endsAt()))
                    .filter(one -> one.scope().fits(alert))
                    .max(Comparator.comparing(Silence::endsAt).thenComparing(Silence::id));
            assertThat(silences.hiding(alert, NOW)).isEqualTo(expected);
            assertThat(silences.size()).isEqualTo(naive.size());
        }
    }

    /** Bounded loosely: what matters is that it does not grow with the number. */
    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
    @Tag("slow")
    void thousandsCostAnAlertHardlyMoreThanTen() {
        Map<Integer, Double> nanos = new LinkedHashMap<>();
        for (int count : new int[] {10, 1_000, 10_000}) {
            List<Silence> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Scope scope = i % 2 == 0
                        ? Scope.of(MatcherText.read("alertname=DiskFull, instance=db-" + i))
                        : Scope.of(EventPattern.compile("{\"labels\": {\"instance\": [\"db-" + i + "\"]}}"));
                all.add(new Silence("sil_" + i, scope, NOW, NOW.plusSeconds(60), "ann", "", NOW));
            }
            Silences silences = Silences.of(all);
            ObjectNode alert = JsonNodeFactory.instance.objectNode();
            alert.putObject("labels")
                    .put("alertname", "DiskFull")
                    .put("instance", "web-1")
                    .put("job", "node");
            double best = Double.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long begin = System.nanoTime();
                for (int i = 0; i < 2_000; i++) {
                    assertThat(silences.hiding(alert, NOW).isEmpty()).isTrue();
                }
                best = Math.min(best, (System.nanoTime() - begin) / 2_000.0);
            }
            nanos.put(count, best);
        }
        assertThat(nanos.get(10_000)).as("ns an alert, by silences: %s", nanos).isLessThan(5 * nanos.get(10) + 20_000);
    }
}
