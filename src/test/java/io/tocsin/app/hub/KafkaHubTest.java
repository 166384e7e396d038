package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.source.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka as a source of a whole hub. */
@Tag("slow")
class KafkaHubTest {
    private static final String RULES =
            "rules: [ { name: all, description: All, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]";

    /** An id that names the message, which a payload's own does not. */
    private static final String DISK =
            "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/disks\",\"type\":\"disk.full\","
                    + "\"data\":{\"title\":\"disk full\"}}";

    @TempDir
    static Path kafka;

    private static KafkaBroker broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.in(kafka);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aRecordIsDeliveredARepeatIsADuplicateAndPoisonIsADeadLetterOfTheHub() {
        broker.topic("ops", 1);
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of())
                        .write("sources/ops.camel.yaml", instance("ops", "ops", broker.address()))
                        .start()) {
            broker.send("ops", 0, DISK, "no json", DISK);

            assertThat(sink.await(1).get(0).body()).contains("disk full");
            soon().until(() -> broker.committed("ops", "ops").equals(Map.of(0, 3L)));
            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(2);
            soon().until(() -> hub.count("SELECT count(*) FROM dead_letter") == 1);
            assertThat(hub.text("SELECT attributes FROM event WHERE body LIKE '%disk%'")
                            .orElseThrow())
                    .contains("\"kafka-record\":\"ops-0@0\"");
        }
    }

    @Test
    void aHubStartsAndWorksThoughItsBrokersAreAwayOrUnknown() {
        try (Sink sink = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of())
                        .write("sources/away.camel.yaml", instance("away", "away", "127.0.0.1:1"))
                        .write("sources/unknown.camel.yaml", instance("unknown", "unknown", "kafka.invalid:9092"))
                        .start()) {
            hub.send("ci", "{\"title\": \"it burns\"}");
            assertThat(sink.await(1).get(0).body()).contains("it burns");
        }
    }

    @Test
    @Tag("long")
    void nothingIsLostThoughTheHubIsKilledHalfWay() throws Exception {
        broker.topic("half", 2);
        Path routes = folder.resolve("routes");
        Files.createDirectories(routes.resolve("sources"));
        Files.writeString(routes.resolve("sources/half.camel.yaml"), instance("half", "half", broker.address()));
        Path work = Files.createDirectory(folder.resolve("work"));
        int records = 3_000;
        try (HubProcess hub = new HubProcess(work, routes, Map.of())) {
            hub.start();
            for (int n = 0; n < records; n += 100) {
                broker.send(
                        "half",
                        n / 100 % 2,
                        IntStream.range(n, n + 100)
                                .mapToObj(i -> "{\"title\":\"t\",\"n\":" + i + "}")
                                .toArray(String[]::new));
                if (n % 1_000 == 900) {
                    soon().until(() -> !broker.committed("half", "half").isEmpty());
                    hub.kill();
                    hub.start();
                }
            }
            // A killed member holds its partitions until its session ends, 45 s after its last heartbeat.
            soon().until(() -> broker.committed("half", "half").equals(Map.of(0, 1_500L, 1, 1_500L)));
            List<String> bodies = hub.texts("SELECT body FROM event WHERE source = 'half'");
            Set<String> distinct = new HashSet<>(bodies);
            assertThat(distinct).as("every record").hasSize(records);
            assertThat(bodies).as("and each of them once").hasSize(records);
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static String instance(String name, String topic, String brokers) {
        return Map.of("source", name, "topic", topic, "brokers", brokers, "groupId", topic).entrySet().stream()
                .map(entry -> "      - { name: " + entry.getKey() + ", value: \"" + entry.getValue() + "\" }\n")
                .collect(Collectors.joining("", """
                        - templatedRoute:
                            routeTemplateRef: kafka-source
                            routeId: source-%s
                            parameters:
                        """.formatted(name), ""));
    }
}
