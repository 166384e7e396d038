package io.tocsin.model.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Group;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.MatcherText;
import io.tocsin.model.silence.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Which alerts are put together, against a reader who asks one grouping after the other and compares field by field. */
class GroupingsReferenceTest {

    private static final List<String> FIELDS = List.of("labels.x", "labels.y", "labels.a.b", "severity", "source");

    private static final List<EventPattern> PATTERNS = Stream.of(
                    "{\"labels\": {\"x\": [\"a\"]}}",
                    "{\"labels\": {\"y\": [{\"exists\": true}]}}",
                    "{\"severity\": [\"high\"]}")
            .map(EventPattern::compile)
            .toList();

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void whatIsPutTogetherIsAsComparingFieldByFieldSays(@ForAll long seed) {
        compare(seed);
    }

    @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void whatIsPutTogetherIsAsComparingFieldByFieldSaysAMillionTimes(@ForAll long seed) {
        compare(seed);
    }

    private static void compare(long seed) {
        Random random = new Random(seed);
        List<Grouping> all = new ArrayList<>();
        for (int i = 0; i < random.nextInt(5); i++) {
            all.add(grouping(random, "g" + i));
        }
        Groupings groupings = new Groupings(all);
        List<ObjectNode> alerts = List.of(alert(random), alert(random), alert(random));
        for (ObjectNode one : alerts) {
            Optional<Grouping> first = first(all, one);
            assertThat(groupings.of(one)).as("%s of %s", one, all).isEqualTo(first);
            for (ObjectNode other : alerts) {
                if (first.isPresent() && first(all, other).isPresent()) {
                    Group group = first.get().group(one);
                    Group another = groupings.of(other).orElseThrow().group(other);
                    assertThat(group.id().equals(another.id()))
                            .as("%s and %s by %s", one, other, all)
                            .isEqualTo(first.equals(first(all, other))
                                    && isAlike(first.get().by(), one, other));
                }
            }
        }
    }

    private static Optional<Grouping> first(List<Grouping> all, JsonNode alert) {
        for (Grouping one : all) {
            if (one.when().map(when -> Scope.of(when).fits(alert)).orElse(true)
                    && one.matchers().map(matchers -> matchers.fits(alert)).orElse(true)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** A field that is not there is an empty one. */
    private static boolean isAlike(List<String> fields, JsonNode one, JsonNode other) {
        return fields.stream().allMatch(field -> said(one, field).equals(said(other, field)));
    }

    private static String said(JsonNode alert, String field) {
        JsonNode value = field.startsWith("labels.")
                ? alert.path("labels").path(field.substring("labels.".length()))
                : alert.path(field);
        return value.asText("");
    }

    private static Grouping grouping(Random random, String name) {
        Optional<EventPattern> when =
                random.nextBoolean() ? Optional.empty() : Optional.of(PATTERNS.get(random.nextInt(PATTERNS.size())));
        Optional<Scope.OfMatchers> matchers = random.nextInt(3) > 0
                ? Optional.empty()
                : Optional.of(Scope.of(MatcherText.read(pick(random, "x!=a", "y=~\"a|b\"", "x=\"\""))));
        List<String> by =
                FIELDS.stream().filter(field -> random.nextInt(3) == 0).toList();
        return new Grouping(
                name, "", when, matchers, by, Optional.empty(), Optional.empty(), new Rule.Origin("rules.yaml", 1, 1));
    }

    /** Values that could be taken for two, or for a part of a key; and such as are too long for one. */
    private static ObjectNode alert(Random random) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        if (random.nextInt(3) > 0) {
            alert.put("severity", pick(random, "high", "low"));
        }
        alert.put("source", pick(random, "ci", "ci x"));
        ObjectNode labels = alert.putObject("labels");
        for (String name : List.of("x", "y", "a.b")) {
            if (random.nextInt(3) > 0) {
                labels.put(name, pick(random, "a", "b", "", "a\",\"b", "] [", "x".repeat(600), "x".repeat(601)));
            }
        }
        return alert;
    }

    private static String pick(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }
}
