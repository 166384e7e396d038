package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TraceApiTest {
    private static final String RULES = """
            rules:
              - name: only-production
                when: { labels: { env: [ prod ] } }
                notify: [ hook ]
              - name: everything
                when: { status: [ firing, resolved ] }
                notify: [ hook ]
              - name: switched-off
                enabled: false
                when: { status: [ firing ] }
                notify: [ hook ]
            """;

    private final Sink sink = Sink.start();
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .rules(RULES)
                .webhook("hook", sink.url(), Map.of())
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void aTraceTellsTheWholeStory() {
        sink.answer(200, "thanks");
        String id = deliver("{\"title\": \"it burns\", \"severity\": \"high\", \"labels\": {\"env\": \"test\"}}");
        JsonNode trace = hub.read("/v1/events/" + id);

        JsonNode event = trace.path("event");
        assertThat(event.path("id").asText()).isEqualTo(id);
        assertThat(event.path("source").asText()).isEqualTo("ci");
        assertThat(event.path("state").asText()).isEqualTo("decided");
        assertThat(event.path("mapping").asText()).isEqualTo("generic");
        assertThat(event.path("contentType").asText()).isEqualTo("application/json");
        assertThat(event.path("body").path("title").asText()).isEqualTo("it burns");
        assertThat(event.path("bytes").asInt()).isGreaterThan(20);
        assertThat(event.path("attributes").path("remote").asText()).isEqualTo("127.0.0.1");
        assertThat(event.path("receivedAt").asText()).endsWith("Z");

        assertThat(trace.path("alerts")).hasSize(1);
        JsonNode rules = trace.path("alerts").get(0).path("rules");
        JsonNode production = line(rules, "only-production");
        assertThat(production.path("outcome").asText()).isEqualTo("not-matched");
        assertThat(production.path("reason").asText()).contains("labels.env", "\"test\"", "\"prod\"");
        assertThat(production.has("verdict")).isFalse();
        JsonNode everything = line(rules, "everything");
        assertThat(everything.path("outcome").asText()).isEqualTo("matched");
        assertThat(everything.path("verdict").asText()).isEqualTo("opened");
        assertThat(line(rules, "switched-off").path("outcome").asText()).isEqualTo("disabled");

        JsonNode incident = trace.path("incidents").get(0);
        assertThat(incident.path("id")).isEqualTo(everything.path("incident"));
        assertThat(incident.path("state").asText()).isEqualTo("open");
        JsonNode notice = trace.path("notices").get(0);
        assertThat(notice.path("kind").asText()).isEqualTo("opened");
        JsonNode delivery = notice.path("deliveries").get(0);
        assertThat(delivery.path("state").asText()).isEqualTo("delivered");
        assertThat(delivery.path("receiver").asText()).isEqualTo("hook");
        assertThat(delivery.path("attempts").get(0).path("outcome").asText()).isEqualTo("delivered");
        assertThat(trace.path("rules").has("note")).isFalse();
    }

    @Test
    void aRepeatSaysThatItIsADuplicate() {
        deliver("{\"title\": \"it burns\"}");
        String second = hub.send("ci", "{\"title\": \"it burns\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> hub.read("/v1/events/" + second)
                .at("/event/state")
                .asText()
                .equals("decided"));
        JsonNode trace = hub.read("/v1/events/" + second);
        assertThat(line(trace.at("/alerts/0/rules"), "everything")
                        .path("verdict")
                        .asText())
                .isEqualTo("duplicate");
        assertThat(trace.path("notices")).isEmpty();
    }

    @Test
    void anEventOfWhichItsMappingMakesNoAlertSaysSo() {
        String id = hub.send("ci", """
                {"version": "0", "id": "8b4e", "detail-type": "CloudFormation Stack Status Change",
                 "source": "aws.cloudformation", "account": "123456789012", "time": "2026-11-25T05:00:00Z",
                 "region": "eu-west-1", "resources": [],
                 "detail": {"stack-id": "arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/1",
                            "status-details": {"status": "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"}}}
                """);
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        hub.read("/v1/events/" + id).at("/event/state").asText().equals("decided"));
        JsonNode trace = hub.read("/v1/events/" + id);
        assertThat(trace.path("alerts")).isEmpty();
        assertThat(trace.at("/event/note").asText())
                .startsWith("mapping cloudformation makes no alert of it")
                .endsWith("nobody is notified");
        String another = deliver("{\"title\": \"it burns\"}");
        assertThat(hub.read("/v1/events/" + another).path("event").has("note")).isFalse();
    }

    @Test
    void everyIdLeadsToTheTrace() {
        String id = deliver("{\"title\": \"it burns\"}");
        JsonNode trace = hub.read("/v1/events/" + id);
        for (String pointer :
                new String[] {"/alerts/0/id", "/incidents/0/id", "/notices/0/id", "/notices/0/deliveries/0/id"}) {
            String other = trace.at(pointer).asText();
            assertThat(hub.read("/v1/events/" + other).at("/event/id").asText())
                    .as(pointer)
                    .isEqualTo(id);
            assertThat(hub.read("/v1/events/" + other).path("askedFor").asText())
                    .isEqualTo(other);
        }
    }

    @Test
    void anIncidentLeadsToItsNewestEventAndNamesTheOthers() {
        String first = deliver("{\"title\": \"it burns\", \"id\": \"x\", \"status\": \"firing\"}");
        sink.await(1);
        String second = hub.send("ci", "{\"title\": \"it burns\", \"id\": \"x\", \"status\": \"resolved\"}");
        sink.await(2);
        String incident = hub.text("SELECT id FROM incident").orElseThrow();
        JsonNode trace = hub.read("/v1/events/" + incident);
        assertThat(trace.at("/event/id").asText()).isEqualTo(second);
        assertThat(trace.path("otherEvents")).hasSize(1);
        assertThat(trace.at("/otherEvents/0").asText()).isEqualTo(first);
    }

    @Test
    void anIncidentNamesTheEventsThatOnlyRepeatedIt() {
        String first = deliver("{\"title\": \"it burns\", \"fingerprint\": \"f\", \"status\": \"firing\"}");
        sink.await(1);
        String repeat =
                hub.send("ci", "{\"title\": \"it burns\", \"fingerprint\": \"f\", \"status\": \"firing\", \"n\": 2}");
        hub.send("ci", "{\"title\": \"another\", \"fingerprint\": \"g\", \"status\": \"firing\"}");
        sink.await(2);
        String incident = hub.read("/v1/events/" + first).at("/incidents/0/id").asText();

        JsonNode trace = hub.read("/v1/events/" + incident);
        assertThat(trace.at("/event/id").asText()).isEqualTo(first);
        assertThat(trace.path("repeats").toString()).isEqualTo("[\"" + repeat + "\"]");
    }

    @Test
    void rulesThatHaveChangedSinceAreSaid() {
        String id = deliver("{\"title\": \"it burns\"}");
        String version = hub.read("/v1/rules").path("version").asText();
        hub.files().rules(RULES.replace("name: everything", "name: renamed"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !hub.read("/v1/rules").path("version").asText().equals(version));
        JsonNode trace = hub.read("/v1/events/" + id);
        assertThat(trace.path("rules").path("decidedWith").asText()).isEqualTo(version);
        assertThat(trace.path("rules").path("note").asText()).contains("changed since");
        assertThat(line(trace.at("/alerts/0/rules"), "everything")
                        .path("outcome")
                        .asText())
                .isEqualTo("gone");
        assertThat(line(trace.at("/alerts/0/rules"), "renamed").has("verdict")).isFalse();
    }

    @Test
    void whatIsNotThereIsAProblem() {
        HttpResponse<String> answer = hub.get("/v1/events/evt_01aaaaaaaaaaaaaaaaaaaaaaaa");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(TestHub.json(answer).path("detail").asText()).contains("evt_01aaaaaaaaaaaaaaaaaaaaaaaa");
    }

    @Test
    void eventsAndSourcesShareThePathAndEachSaysWhatItAllows() {
        HttpResponse<String> source = hub.get("/v1/events/ci");
        assertThat(source.statusCode()).isEqualTo(405);
        assertThat(source.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
        HttpResponse<String> event = hub.post("/v1/events/evt_01aaaaaaaaaaaaaaaaaaaaaaaa", "{\"title\": \"a\"}");
        assertThat(event.statusCode()).isEqualTo(405);
        assertThat(event.headers().firstValue("Allow")).contains("GET");
    }

    private String deliver(String body) {
        String id = hub.send("ci", body);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") > 0
                        && hub.read("/v1/events/" + id)
                                .at("/event/state")
                                .asText()
                                .equals("decided"));
        return id;
    }

    private static JsonNode line(JsonNode rules, String name) {
        return StreamSupport.stream(rules.spliterator(), false)
                .filter(line -> line.path("rule").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no rule " + name + " in " + rules));
    }

    @Test
    void aDeliveryThatWaitsForAPauseSaysSo() {
        sink.answer(request -> new Sink.Reply(429, "slow down"));
        String id = hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\"}");

        await().untilAsserted(() -> assertThat(hub.read("/v1/events/" + id)
                        .at("/notices/0/deliveries/0/waits")
                        .asText())
                .startsWith("paused until ")
                .contains(" because ", "slow down"));
    }
}
