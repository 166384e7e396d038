package io.tocsin.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.mapping.MapResult;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** The one thing that must hold: what a rule would tell somebody of is never left behind in AWS. */
@Tag("slow")
class SoundnessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mappings MAPPINGS = Shipped.mappings();
    private static final List<JsonNode> SAMPLES = samples();

    @Property(tries = 2_000)
    void everyEventWhoseAlertMatchesARuleMatchesAPatternInAws(
            @ForAll("rules") List<String> drawn, @ForAll("events") JsonNode event, @ForAll int pick) {
        List<String> its = trueOf(event);
        // Every other time a rule that one of its alerts meets.
        List<String> patterns =
                pick % 2 == 0 && !its.isEmpty() ? List.of(its.get(Math.floorMod(pick / 2, its.size()))) : drawn;
        List<Rule> rules = patterns.stream()
                .map(when -> Shipped.rule("r" + patterns.indexOf(when), when, "ops"))
                .toList();
        boolean matched = MAPPINGS.map(new Payload(event, "aws", Instant.EPOCH)) instanceof MapResult.Mapped mapped
                && mapped.alerts().stream().anyMatch(alert -> !new Rules(rules, Recipients.none(), "v")
                        .match(alert)
                        .isEmpty());
        Statistics.label("a rule matches").collect(matched);
        if (!matched) {
            return;
        }
        List<JsonNode> inAws = Plan.of(
                        new Needs(MAPPINGS).of(new Rules(rules, Recipients.none(), "v")),
                        "tocsin-x-",
                        List.of(),
                        "arn:q")
                .steps()
                .stream()
                .map(step -> ((Step.Create) step).rule().pattern())
                .toList();
        assertThat(inAws).as("rules %s, event %s", patterns, event).anyMatch(pattern -> EventPattern.compile(pattern)
                .matches(event));
    }

    @Provide
    Arbitrary<JsonNode> events() {
        Arbitrary<String> sources =
                Arbitraries.of("aws.ec2", "aws.codepipeline", "aws.cloudwatch", "aws.ecs", "aws.health", "my.app");
        Arbitrary<String> accounts = Arbitraries.of("111122223333", "444455556666");
        Arbitrary<String> regions = Arbitraries.of("eu-west-1", "eu-central-1", "us-east-1");
        return Combinators.combine(
                        Arbitraries.of(SAMPLES),
                        sources.injectNull(0.6),
                        accounts.injectNull(0.3),
                        regions.injectNull(0.3))
                .as((sample, source, account, region) -> {
                    ObjectNode event = sample.deepCopy();
                    put(event, "source", source);
                    put(event, "account", account);
                    put(event, "region", region);
                    return event;
                });
    }

    @Provide
    Arbitrary<List<String>> rules() {
        Arbitrary<String> value = Arbitraries.of(
                "aws.ec2",
                "aws.codepipeline",
                "aws.cloudwatch",
                "aws.",
                "111122223333",
                "eu-west-1",
                "eu-",
                "prod-deploy",
                "deploy",
                "FAILED",
                "x");
        Arbitrary<String> form = Combinators.combine(
                        value,
                        Arbitraries.of(
                                "\"%s\"",
                                "{\"prefix\": \"%s\"}",
                                "{\"anything-but\": [\"%s\"]}",
                                "{\"suffix\": \"%s\"}",
                                "{\"exists\": true}",
                                "{\"exists\": false}"))
                .as((text, shape) -> shape.contains("%s") ? shape.formatted(text) : shape);
        Arbitrary<String> field = Arbitraries.of(
                "source",
                "labels/account",
                "labels/region",
                "labels/pipeline",
                "labels/alarm",
                "labels/action",
                "labels/detail_type",
                "labels/nothing");
        Arbitrary<String> condition = Combinators.combine(
                        field, form.list().ofMinSize(1).ofMaxSize(2))
                .as((name, forms) -> name.startsWith("labels/")
                        ? "{\"labels\": {\"" + name.substring(7) + "\": " + forms + "}}"
                        : "{\"" + name + "\": " + forms + "}");
        Arbitrary<String> pattern = Combinators.combine(condition, condition, Arbitraries.of(0, 1, 2))
                .as((one, other, shape) ->
                        shape == 0 ? one : shape == 1 ? "{\"$or\": [" + one + ", " + other + "]}" : both(one, other));
        return pattern.list().ofMinSize(1).ofMaxSize(3);
    }

    private static String both(String one, String other) {
        try {
            ObjectNode merged = (ObjectNode) JSON.readTree(one);
            merged.withObjectProperty("labels");
            JsonNode more = JSON.readTree(other);
            more.path("labels").properties().forEach(label -> ((ObjectNode) merged.path("labels"))
                    .set(label.getKey(), label.getValue()));
            if (more.has("source")) {
                merged.set("source", more.path("source"));
            }
            if (merged.path("labels").isEmpty()) {
                merged.remove("labels");
            }
            return merged.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ObjectNode event, String field, String value) {
        if (value != null) {
            event.put(field, value);
        }
    }

    /** Conditions that an alert of the event meets: on its source, and on each of its labels. */
    private static List<String> trueOf(JsonNode event) {
        List<String> conditions = new java.util.ArrayList<>();
        if (MAPPINGS.map(new Payload(event, "aws", Instant.EPOCH)) instanceof MapResult.Mapped mapped) {
            mapped.alerts().forEach(alert -> {
                ObjectNode source = JSON.createObjectNode();
                source.putArray("source").add(alert.source());
                conditions.add(source.toString());
                alert.labels().forEach((name, value) -> {
                    ObjectNode label = JSON.createObjectNode();
                    label.putObject("labels").putArray(name).add(value);
                    conditions.add(label.toString());
                });
            });
        }
        return conditions.stream().distinct().sorted().toList();
    }

    /** Every sample of every mapping that is in EventBridge's envelope. */
    private static List<JsonNode> samples() {
        try (Stream<Path> files = Files.walk(Path.of("routes/sources"))) {
            List<JsonNode> samples = new java.util.ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode json = JSON.readTree(Files.readString(file));
                if (json.has("detail-type") && json.has("detail")) {
                    samples.add(json);
                }
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
