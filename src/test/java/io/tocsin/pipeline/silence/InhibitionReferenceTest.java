package io.tocsin.pipeline.silence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Silences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** What keeps what quiet, against a reader who compares every alert that fires with every other one. */
class InhibitionReferenceTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    private static final List<EventPattern> PATTERNS = Stream.of(
                    "{\"labels\": {\"x\": [\"a\"]}}",
                    "{\"labels\": {\"y\": [{\"exists\": false}]}}",
                    "{\"severity\": [\"high\"]}",
                    "{\"severity\": [\"low\"]}")
            .map(EventPattern::compile)
            .toList();

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void whoIsKeptQuietIsAsComparingAllWithAllSays(@ForAll long seed) {
        tell(seed);
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void whoIsKeptQuietIsAsComparingAllWithAllSaysAMillionTimes(@ForAll long seed) {
        tell(seed);
    }

    private static void tell(long seed) {
        Random random = new Random(seed);
        List<Inhibition> inhibitions = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            inhibitions.add(new Inhibition("i" + i, "", scope(random), scope(random), equal(random)));
        }
        HoldsInMemory holds =
                new HoldsInMemory(Silences.NONE, PlannedWindows.of(List.of()), new FileHolds(List.of(), inhibitions));
        Map<String, ObjectNode> firing = new TreeMap<>();
        for (int step = 0; step < 10; step++) {
            String id = "alr_" + random.nextInt(5);
            Map<String, Set<String>> before = new TreeMap<>();
            firing.keySet().forEach(one -> before.put(one, holders(one, firing, inhibitions)));
            ObjectNode alert = alert(random);
            boolean fires = random.nextInt(3) > 0;
            List<String> released = holds.see(id, alert, fires);
            if (fires) {
                firing.put(id, alert);
            } else {
                firing.remove(id);
            }
            firing.forEach((one, said) -> {
                Set<String> expected = holders(one, firing, inhibitions);
                Optional<String> found = holds.hold(one, said, NOW).map(Hold::by);
                assertThat(found.isPresent())
                        .as("%s of %s by %s", one, firing, inhibitions)
                        .isEqualTo(!expected.isEmpty());
                found.ifPresent(by -> assertThat(expected).contains(by));
                if (!one.equals(id)) {
                    Set<String> gone = new HashSet<>(before.getOrDefault(one, Set.of()));
                    gone.removeAll(expected);
                    assertThat(released)
                            .as("what %s held back is looked at again", id)
                            .containsAll(gone);
                }
            });
        }
    }

    private static Set<String> holders(String id, Map<String, ObjectNode> firing, List<Inhibition> inhibitions) {
        ObjectNode alert = firing.get(id);
        Set<String> holders = new HashSet<>();
        for (Inhibition one : inhibitions) {
            boolean holds = one.target().fits(alert)
                    && firing.entrySet().stream()
                            .filter(other -> !other.getKey().equals(id))
                            .map(Map.Entry::getValue)
                            .anyMatch(other -> one.source().fits(other)
                                    && !(one.source().fits(alert)
                                            && one.target().fits(other))
                                    && one.equal().stream().allMatch(field -> value(alert, field)
                                            .equals(value(other, field))));
            if (holds) {
                holders.add(Inhibition.holder(one.name(), one.key(alert)));
            }
        }
        return holders;
    }

    private static String value(ObjectNode alert, String field) {
        return field.startsWith("labels.")
                ? alert.path("labels").path(field.substring(7)).asText("")
                : alert.path(field).asText("");
    }

    private static Scope scope(Random random) {
        return random.nextBoolean()
                ? Scope.of(PATTERNS.get(random.nextInt(PATTERNS.size())))
                : Scope.of(MatcherText.read(pick(random, "x", "y") + pick(random, "=a", "!=a", "=~\"a|b\"", "=\"\"")));
    }

    private static List<String> equal(Random random) {
        List<String> equal = new ArrayList<>();
        for (String field : List.of("labels.x", "labels.node", "severity")) {
            if (random.nextInt(3) == 0) {
                equal.add(field);
            }
        }
        return equal;
    }

    private static ObjectNode alert(Random random) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode().put("severity", pick(random, "high", "low"));
        ObjectNode labels = alert.putObject("labels");
        for (String name : List.of("x", "y", "node")) {
            if (random.nextInt(3) > 0) {
                labels.put(name, pick(random, "a", "b", "", "a\",\"b"));
            }
        }
        return alert;
    }

    private static String pick(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }
}
