package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.model.alert.LabelSet;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Alertmanager's tests of its API ask of it (test/with_api_v2/acceptance/api_test.go and utf8_test.go); those of its notices are cases
 * of the acceptance suite.
 */
@Tag("slow")
class AlertmanagersOwnCasesTest {

    private final Sink sink = Sink.start();
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .rules("""
                        rules:
                          - { name: all, when: { status: [ firing ] }, wait: 1s, interval: 10m, repeat: 1h, notify: [ hook ] }
                        inhibit:
                          - { name: severe, sourceMatchers: [ severity=critical ], targetMatchers: [ severity=warning ], equal: [ labels.alertname ] }
                        """)
                .webhook("hook", sink.url(), Map.of())
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    /** TestAlertGetReturnsCurrentAlertStatus: at once, whatever was notified before. */
    @Test
    void anAlertSaysAtOnceThatItIsSilencedOrInhibited() {
        Map<String, String> warning = Map.of("alertname", "test1", "severity", "warning");
        Map<String, String> critical = Map.of("alertname", "test1", "severity", "critical");
        post(warning);
        assertThat(alerts()).singleElement().satisfies(alert -> assertThat(state(alert))
                .isEqualTo("active"));
        sink.await(1);

        String silence =
                TestHub.json(silence("alertname", "test1")).path("silenceID").asText();
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(state(alert)).isEqualTo("suppressed");
            assertThat(alert.path("fingerprint").asText()).isEqualTo(LabelSet.fingerprint(warning));
            assertThat(texts(alert.at("/status/silencedBy"))).containsExactly(silence);
        });

        post(critical);
        assertThat(alerts()).hasSize(2).allSatisfy(alert -> assertThat(texts(alert.at("/status/silencedBy")))
                .containsExactly(silence));
        assertThat(texts(alert(warning).at("/status/inhibitedBy"))).containsExactly(LabelSet.fingerprint(critical));
        assertThat(state(alert(warning))).isEqualTo("suppressed");

        assertThat(hub.exchange(hub.authorized("/api/v2/silence/" + silence).DELETE())
                        .statusCode())
                .isEqualTo(200);
        assertThat(alerts())
                .allSatisfy(alert -> assertThat(alert.at("/status/silencedBy")).isEmpty());
        assertThat(state(alert(critical))).isEqualTo("active");
        assertThat(state(alert(warning))).as("still inhibited").isEqualTo("suppressed");
    }

    /** TestFilterAlertRequest. */
    @Test
    void allFiltersHaveToFit() {
        post(Map.of("alertname", "test1", "severity", "warning"), Map.of("system", "foo", "severity", "critical"));
        assertThat(alerts("alertname=test1", "severity=warning"))
                .singleElement()
                .satisfies(alert -> assertThat(state(alert)).isEqualTo("active"));
        assertThat(alerts("alertname=test1", "severity=critical")).isEmpty();
    }

    /** TestAddUTF8Alerts. */
    @Test
    void labelsMayHaveAnyNameAndFiltersMayWriteItsBytes() {
        Map<String, String> labels = Map.of("a", "a", "00", "b", "Σ", "c", "🙂", "dΘ");
        post(labels);
        String[] filters = {"00=b", "Σ=c", "\"\\xf0\\x9f\\x99\\x82\"=dΘ"};
        assertThat(alerts()).singleElement().satisfies(alert -> assertThat(labels(alert))
                .isEqualTo(labels));
        assertThat(alerts(filters)).singleElement().satisfies(alert -> assertThat(labels(alert))
                .isEqualTo(labels));
        assertThat(list("/api/v2/alerts/groups", filters)).singleElement().satisfies(group -> assertThat(
                        labels(group.path("alerts").path(0)))
                .isEqualTo(labels));
        assertThat(alerts("00=c")).isEmpty();
    }

    /** TestAddUTF8Silences. */
    @Test
    void matchersMayHaveAnyNameAndAreFoundByIt() {
        assertThat(silence("fooΣ", "bar🙂").statusCode()).isEqualTo(200);
        for (String[] filters : List.of(new String[0], new String[] {"fooΣ=bar🙂"})) {
            assertThat(list("/api/v2/silences", filters)).singleElement().satisfies(silence -> assertThat(
                            silence.path("matchers").toString())
                    .isEqualTo("[{\"name\":\"fooΣ\",\"value\":\"bar🙂\",\"isRegex\":false,\"isEqual\":true}]"));
        }
        assertThat(list("/api/v2/silences", "fooΣ=baz")).isEmpty();
        assertThat(TestHub.json(hub.get("/api/v2/silences?creator=b&creator=a")))
                .hasSize(1);
        assertThat(TestHub.json(hub.get("/api/v2/silences?creator=b"))).isEmpty();
    }

    @SafeVarargs
    private void post(Map<String, String>... alerts) {
        long before = hub.count("SELECT count(*) FROM alert");
        Instant now = Instant.now();
        String body = Stream.of(alerts)
                .map(labels -> labels.entrySet().stream()
                        .map(label -> "\"" + label.getKey() + "\": \"" + label.getValue() + "\"")
                        .collect(Collectors.joining(
                                ", ",
                                "{\"labels\": {",
                                "}, \"startsAt\": \"" + now + "\", \"endsAt\": \"" + now.plus(Duration.ofMinutes(5))
                                        + "\"}")))
                .collect(Collectors.joining(", ", "[", "]"));
        assertThat(hub.post("/api/v2/alerts", body).statusCode()).isEqualTo(200);
        await().until(() -> hub.count("SELECT count(*) FROM alert") == before + alerts.length);
    }

    private HttpResponse<String> silence(String name, String value) {
        Instant now = Instant.now();
        HttpResponse<String> answer =
                hub.post("/api/v2/silences", """
                {"matchers": [{"name": "%s", "value": "%s", "isRegex": false, "isEqual": true}], "startsAt": "%s", "endsAt": "%s",
                 "createdBy": "a", "comment": "a"}""".formatted(name, value, now, now.plus(Duration.ofMinutes(5))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private List<JsonNode> alerts(String... filters) {
        return list("/api/v2/alerts", filters);
    }

    private JsonNode alert(Map<String, String> labels) {
        return alerts().stream()
                .filter(alert -> labels(alert).equals(labels))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> list(String path, String... filters) {
        String query = Stream.of(filters)
                .map(filter -> "filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        HttpResponse<String> answer = hub.get(path + (filters.length == 0 ? "" : query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonNode> all = new ArrayList<>();
        TestHub.json(answer).forEach(all::add);
        return all;
    }

    private static String state(JsonNode alert) {
        return alert.at("/status/state").asText();
    }

    private static Map<String, String> labels(JsonNode alert) {
        return alert.path("labels").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, label -> label.getValue().asText()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
