package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertReader;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.event.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Of every mapping and every sample: which fields tell one alert from another. {@code identity/subjects.yaml} says it, and a
 * mapping that is not there fails. Each field of each sample is given another value: exactly those that are said to be the
 * subject make it another alert, so that no time, counter or run id does.
 */
class WhatAlertsAreAboutTest {
    private static final Path FOLDER = Path.of("routes/sources");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mappings MAPPINGS = SenderSamples.MAPPINGS;
    private static final JsonNode SAID = said();

    /**
     * A place in the payloads of a mapping, elements of lists written {@code *}, and all that has that place in one of them. Of
     * text with slashes each part is a leaf of its own, {@code detail.stack-id#1}: a name may stand beside a run's id.
     */
    private record Leaf(String name, int part, List<JsonPointer> places) {

        /** As the table calls it: a text as a whole where all its parts count. */
        String said(String mapping) {
            String whole = name.replaceFirst("#\\d+$", "");
            return subjects(mapping).contains(whole) ? whole : name;
        }

        boolean isSubject(String mapping) {
            return subjects(mapping).contains(said(mapping));
        }
    }

    private record Sample(Mapping mapping, Path file, Payload payload) {
        @Override
        public String toString() {
            return mapping.name() + "/" + file.getFileName();
        }
    }

    @Test
    void everyMappingThatMakesAlertsIsInTheTable() {
        Set<String> making = samples()
                .filter(sample -> !keys(sample.payload()).isEmpty())
                .map(sample -> sample.mapping().name())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> said = new TreeSet<>();
        SAID.path("subjects").fieldNames().forEachRemaining(said::add);

        assertThat(said).isEqualTo(making);
    }

    @TestFactory
    Stream<DynamicTest> anotherSubjectIsAnotherAlertAndNothingElseIs() {
        Map<String, List<Sample>> byMapping = samples()
                .collect(Collectors.groupingBy(sample -> sample.mapping().name(), TreeMap::new, Collectors.toList()));
        return byMapping.entrySet().stream()
                .filter(entry -> SAID.path("subjects").has(entry.getKey()))
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Set<String> found = new TreeSet<>();
                    entry.getValue()
                            .forEach(sample -> telling(sample).forEach(leaf -> found.add(leaf.said(entry.getKey()))));
                    assertThat(found).isEqualTo(subjects(entry.getKey()));
                }));
    }

    @Test
    void noSubjectIsATime() {
        assertThat(samples().flatMap(sample -> leaves(sample.payload().content()).stream()
                        .filter(leaf -> leaf.isSubject(sample.mapping().name()))
                        .filter(leaf -> AlertReader.time(value(sample, leaf)).isPresent()
                                && !leaf.name().matches(".*([iI][dD]|account|number)"))
                        .map(leaf -> sample + " " + leaf.name())))
                .isEmpty();
    }

    /** Times, counters, run ids and words together: a later message of the same trouble differs in all of them. */
    @TestFactory
    Stream<DynamicTest> whateverElseChangesAtOnceItIsTheSameAlert() {
        return samples()
                .filter(sample -> !keys(sample.payload()).isEmpty())
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
                    Random random = new Random(sample.toString().hashCode());
                    List<Leaf> others = leaves(sample.payload().content()).stream()
                            .filter(leaf -> !leaf.isSubject(sample.mapping().name()))
                            .toList();
                    for (int run = 0; run < 20; run++) {
                        JsonNode other = sample.payload().content().deepCopy();
                        others.stream()
                                .filter(leaf -> random.nextInt(3) == 0)
                                .forEach(leaf -> change(sample.mapping(), other, leaf));
                        Set<AlertKey> keys = keys(with(sample.payload(), other), sample.mapping());
                        // More of them: a word that decides how many are told has changed.
                        if (keys.size() <= keys(sample.payload()).size()) {
                            assertThat(keys(sample.payload()))
                                    .as(other.toString())
                                    .containsAll(keys);
                        }
                    }
                }));
    }

    @Test
    void anotherSourceNeverAgreesUnlessTheFingerprintIsGlobal() {
        assertThat(samples().filter(sample -> !keys(sample.payload()).isEmpty()))
                .allSatisfy(sample -> {
                    Set<AlertKey> one = keys(from(sample, "am-eu"));
                    Set<AlertKey> other = keys(from(sample, "am-us"));
                    if (sample.mapping().global()) {
                        assertThat(one).isEqualTo(other).allSatisfy(key -> assertThat(key.identity())
                                .isEqualTo(AlertKey.GLOBAL));
                    } else {
                        assertThat(one).doesNotContainAnyElementsOf(other);
                    }
                });
    }

    /** What is unique in the world names the account, or is an ARN, which does. */
    @Test
    void aGlobalFingerprintNamesTheAccount() {
        assertThat(samples().filter(sample -> sample.mapping().global()))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(keys(sample.payload())).allSatisfy(key -> assertThat(key.fingerprint())
                        .matches("(?s).*(\\d{12}|arn:aws[a-z-]*:health:).*")));
    }

    @Test
    void everyEndFindsItsBeginningAmongTheSamplesOfItsSender() {
        Map<Path, Set<AlertKey>> begun = new TreeMap<>();
        samples().forEach(sample -> alerts(sample.payload()).stream()
                .filter(alert -> alert.status() == AlertStatus.FIRING)
                .forEach(alert -> begun.computeIfAbsent(folder(sample), folder -> new HashSet<>())
                        .add(alert.key())));
        Set<String> alone = new TreeSet<>();
        samples().forEach(sample -> {
            boolean finds = alerts(sample.payload()).stream()
                    .filter(alert -> alert.status() == AlertStatus.RESOLVED)
                    .map(Alert::key)
                    .toList()
                    .stream()
                    .allMatch(begun.getOrDefault(folder(sample), Set.of())::contains);
            if (!finds) {
                alone.add(sample.toString());
            }
        });

        Set<String> said = new TreeSet<>();
        SAID.path("endsWithoutABeginning").forEach(name -> said.add(name.textValue()));
        assertThat(alone).isEqualTo(said);
    }

    @Test
    void oneAlarmByEventBridgeBySnsAndBySnsInSqsIsOne() throws IOException {
        ObjectNode action = (ObjectNode) read(FOLDER.resolve("aws/samples/cloudwatch-alarm-sns/alarm.json"));
        ObjectNode event = (ObjectNode) read(FOLDER.resolve("aws/samples/cloudwatch-alarm/alarm.json"));
        String arn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:one";
        event.putArray("resources").add(arn);
        action.put("AlarmArn", arn);

        assertThat(Stream.of(
                                received("queue-of-eventbridge", event.toString()),
                                received("topic", action.toString()),
                                received("queue-of-the-topic", sns(action)),
                                received("queue-of-eventbridges-topic", sns(event)))
                        .flatMap(List::stream))
                .hasSize(4)
                .allSatisfy(key -> assertThat(key).isEqualTo(new AlertKey(AlertKey.GLOBAL, arn)));
    }

    /** The fields of a sample of which another value is another alert. */
    private static List<Leaf> telling(Sample sample) {
        List<Leaf> telling = new ArrayList<>();
        Set<AlertKey> before = keys(sample.payload(), sample.mapping());
        if (before.isEmpty()) {
            return telling;
        }
        for (Leaf leaf : leaves(sample.payload().content())) {
            JsonNode other = sample.payload().content().deepCopy();
            change(sample.mapping(), other, leaf);
            Set<AlertKey> after = keys(with(sample.payload(), other), sample.mapping());
            // As many as before, or a word decided how many are told.
            if (after.size() == before.size() && !after.equals(before)) {
                telling.add(leaf);
            }
        }
        return telling;
    }

    private static List<Leaf> leaves(JsonNode content) {
        Map<String, List<JsonPointer>> places = new TreeMap<>();
        collect(content, JsonPointer.empty(), "", places);
        List<Leaf> leaves = new ArrayList<>();
        places.forEach((name, all) -> {
            int parts = all.stream()
                    .mapToInt(place -> parts(content.at(place)).length)
                    .max()
                    .orElseThrow();
            for (int part = 0; part < parts; part++) {
                leaves.add(new Leaf(parts == 1 ? name : name + "#" + part, part, all));
            }
        });
        return leaves;
    }

    private static String[] parts(JsonNode value) {
        return value.isTextual() && value.textValue().matches("\\S*/\\S*")
                ? value.textValue().split("/", -1)
                : new String[] {value.asText()};
    }

    private static void collect(JsonNode json, JsonPointer at, String name, Map<String, List<JsonPointer>> leaves) {
        if (json instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), at.appendIndex(i), name + ".*", leaves);
            }
        } else if (json.isObject()) {
            json.properties()
                    .forEach(field -> collect(
                            field.getValue(),
                            at.appendProperty(field.getKey()),
                            name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                            leaves));
        } else if (json.isTextual() || json.isNumber()) {
            leaves.computeIfAbsent(name, first -> new ArrayList<>()).add(at);
        }
    }

    private static void change(Mapping mapping, JsonNode content, Leaf leaf) {
        for (JsonPointer place : leaf.places()) {
            JsonNode value = content.at(place);
            String[] parts = parts(value);
            if (leaf.part() >= parts.length || parts[leaf.part()].isEmpty()) {
                continue;
            }
            JsonNode another = parts.length == 1 ? another(value) : TextNode.valueOf(withAnother(parts, leaf.part()));
            set(content, place, another);
            SAID.path("together").path(mapping.name()).path(leaf.name()).forEach(with -> {
                JsonPointer where = JsonPointer.compile(with.textValue());
                set(
                        content,
                        where,
                        TextNode.valueOf(content.at(where)
                                .asText()
                                .replace("/" + value.asText() + "/", "/" + another.asText() + "/")));
            });
        }
    }

    private static String withAnother(String[] parts, int changed) {
        String[] other = parts.clone();
        other[changed] = anotherText(parts[changed]);
        return String.join("/", other);
    }

    private static void set(JsonNode content, JsonPointer place, JsonNode value) {
        JsonNode parent = content.at(place.head());
        if (parent instanceof ArrayNode list) {
            list.set(place.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(place.last().getMatchingProperty(), value);
        }
    }

    /** Another value of the same kind: a later time, another number, another name. */
    private static JsonNode another(JsonNode value) {
        if (value.isNumber()) {
            return value.isIntegralNumber()
                    ? JsonNodeFactory.instance.numberNode(value.longValue() + 1)
                    : JsonNodeFactory.instance.numberNode(value.doubleValue() + 1);
        }
        String text = value.textValue();
        Optional<Instant> time = text.matches("\\d{4}-.*") ? AlertReader.time(value) : Optional.empty();
        return TextNode.valueOf(
                time.map(at -> at.plus(Duration.ofMinutes(7)).toString()).orElseGet(() -> anotherText(text)));
    }

    private static String anotherText(String text) {
        if (text.matches("-?\\d+(\\.\\d+)?")) {
            return text.startsWith("1") ? "2" + text.substring(1) : "1" + text.substring(1) + "7";
        }
        return text + "q";
    }

    private static Set<AlertKey> keys(Payload payload) {
        return alerts(payload).stream().map(Alert::key).collect(Collectors.toSet());
    }

    /** Only where the same mapping takes it: what another one makes of it says nothing of this one. */
    private static Set<AlertKey> keys(Payload payload, Mapping mapping) {
        return MAPPINGS.map(payload) instanceof MapResult.Mapped mapped
                        && mapped.mapping().equals(mapping.name())
                ? mapped.alerts().stream().map(Alert::key).collect(Collectors.toSet())
                : Set.of();
    }

    private static List<Alert> alerts(Payload payload) {
        return MAPPINGS.map(payload) instanceof MapResult.Mapped mapped ? mapped.alerts() : List.of();
    }

    private static List<AlertKey> received(String source, String body) throws IOException {
        JsonNode event =
                JSON.readTree(new Envelope().unwrap(source, "m-1", body).get(0).body());
        return List.copyOf(keys(new Payload(event, source, MappingSamples.RECEIVED_AT)));
    }

    private static String sns(JsonNode message) {
        return JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", "m-2")
                .put("TopicArn", "arn:aws:sns:eu-west-1:111122223333:alarms")
                .put("Message", message.toString())
                .toString();
    }

    private static Payload with(Payload payload, JsonNode content) {
        return new Payload(content, payload.source(), payload.headers(), payload.receivedAt());
    }

    private static Payload from(Sample sample, String source) {
        Payload payload = sample.payload();
        // What takes events of one source only takes them in another identity, at most.
        String name = sample.mapping().takesFrom(source) ? source : payload.source();
        return new Payload(payload.content(), name, source, payload.headers(), payload.receivedAt(), 0);
    }

    private static JsonNode value(Sample sample, Leaf leaf) {
        return sample.payload().content().at(leaf.places().get(0));
    }

    private static Path folder(Sample sample) {
        return sample.mapping().jq().getParent();
    }

    private static Set<String> subjects(String mapping) {
        Set<String> subjects = new TreeSet<>();
        SAID.path("subjects").path(mapping).forEach(name -> subjects.add(name.textValue()));
        return subjects;
    }

    private static Stream<Sample> samples() {
        return MAPPINGS.all().stream().flatMap(mapping -> {
            try (Stream<Path> files = Files.list(mapping.samples())) {
                return files
                        .filter(file -> file.toString().endsWith(".json")
                                && !file.toString().endsWith(".expected.json"))
                        .sorted()
                        .map(file -> new Sample(mapping, file, new MappingSamples(MAPPINGS).payload(file, "sample")))
                        .toList()
                        .stream();
            } catch (IOException unreadable) {
                throw new java.io.UncheckedIOException(unreadable);
            }
        });
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    private static JsonNode said() {
        try {
            return new YAMLMapper().readTree(Files.readString(Path.of("src/test/resources/identity/subjects.yaml")));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
