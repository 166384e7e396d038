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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What was sent, what waits and what was given up, one by one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesApiTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Sink sink = Sink.start();
    private TestHub hub;
    private String arrived;
    private String dead;

    @BeforeAll
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .rules("""
                        rules:
                          - { name: bad, when: { severity: [ high ] }, notify: [ hook ] }
                          - { name: worse, when: { severity: [ critical ] }, notify: [ broken ] }
                        """)
                .webhook("hook", sink.url(), Map.of())
                .webhook("broken", sink.url() + "/nowhere", Map.of("rate", "2", "burst", "5"))
                .start();
        sink.answer(got -> new Sink.Reply(got.path().endsWith("/nowhere") ? 404 : 200, ""));
        hub.send("shop", "{\"title\": \"Disk full on a\", \"severity\": \"high\", \"labels\": {\"env\": \"prod\"}}");
        sink.await(1);
        hub.send("shop", "{\"title\": \"It burns\", \"severity\": \"critical\"}");
        await().atMost(SOON)
                .until(() ->
                        hub.read("/v1/deliveries?state=dead").path("deliveries").size() == 1);
        await().atMost(SOON)
                .until(() -> hub.read("/v1/deliveries?state=delivered")
                                .path("deliveries")
                                .size()
                        == 1);
        arrived = hub.read("/v1/deliveries?state=delivered")
                .at("/deliveries/0/id")
                .asText();
        dead = hub.read("/v1/deliveries?state=dead").at("/deliveries/0/id").asText();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        hub.read("/v1/deliveries?" + query)
                .path("deliveries")
                .forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    private String problem(int status, String path) {
        HttpResponse<String> answer = hub.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        return TestHub.json(answer).path("detail").asText();
    }

    @Test
    void theyComeTheLastMadeFirstWithWhatTheyAreAbout() {
        JsonNode answer = hub.read("/v1/deliveries");
        assertThat(ids("")).containsExactly(dead, arrived);
        JsonNode failed = answer.at("/deliveries/0");
        assertThat(failed.path("title").asText()).isEqualTo("It burns");
        assertThat(failed.path("severity").asText()).isEqualTo("critical");
        assertThat(failed.path("receiver").asText()).isEqualTo("broken");
        assertThat(failed.path("failureClass").asText()).isEqualTo("permanent");
        assertThat(failed.path("reason").asText()).contains("404");
        assertThat(answer.at("/deliveries/1").has("failureClass")).isFalse();
        assertThat(answer.path("looked").asInt()).isEqualTo(2);
    }

    @Test
    void theyAreFiltered() {
        String incident = hub.read("/v1/deliveries/" + arrived).path("incident").asText();
        assertThat(ids("receiver=hook")).containsExactly(arrived);
        assertThat(ids("state=pending")).isEmpty();
        assertThat(ids("state=pending&receiver=hook")).isEmpty();
        assertThat(ids("failureClass=permanent")).containsExactly(dead);
        assertThat(ids("failureClass=transient")).isEmpty();
        assertThat(ids("incident=" + incident)).containsExactly(arrived);
        assertThat(ids("incident=" + incident + "&state=dead")).isEmpty();
        assertThat(ids("since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z")).containsExactly(dead, arrived);
        assertThat(ids("until=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(ids("since=2100-01-01T00:00:00Z")).isEmpty();
        JsonNode first = hub.read("/v1/deliveries?limit=1");
        assertThat(ids("limit=1&after=" + first.path("next").asText())).containsExactly(arrived);
    }

    @Test
    void oneHasItsTriesAndItsNoticeHasItsDeliveries() {
        JsonNode delivery = hub.read("/v1/deliveries/" + dead);
        assertThat(delivery.at("/attempts/0/outcome").asText()).isEqualTo("failed");
        assertThat(delivery.at("/attempts/0/statusCode").asInt()).isEqualTo(404);
        JsonNode notice = hub.read("/v1/notices/" + delivery.path("notice").asText());
        assertThat(notice.path("kind").asText()).isEqualTo("opened");
        assertThat(notice.path("rules").toString()).isEqualTo("[\"worse\"]");
        assertThat(notice.path("receivers").toString()).isEqualTo("[\"broken\"]");
        assertThat(notice.at("/deliveries/0/id").asText()).isEqualTo(dead);
        assertThat(notice.path("incident").asText())
                .isEqualTo(delivery.path("incident").asText());
        assertThat(problem(404, "/v1/deliveries/dlv_1")).contains("No delivery has the id dlv_1");
        assertThat(problem(404, "/v1/notices/ntc_1")).contains("No notice has the id ntc_1");
    }

    @Test
    void aReceiverSaysWhatItMaySendAndWhatWaitsForIt() {
        JsonNode broken = hub.read("/v1/receivers/broken");
        assertThat(broken.path("running").asBoolean()).isTrue();
        assertThat(broken.path("breaker").asText()).isNotEmpty();
        assertThat(broken.path("waiting").asInt()).isZero();
        assertThat(broken.at("/lastFailure/reason").asText()).contains("404");
        assertThat(broken.path("limit").toString()).isEqualTo("{\"perSecond\":2.0,\"burst\":5}");
        assertThat(broken.path("waitingBy").toString())
                .isEqualTo("{\"underWay\":0,\"quietHours\":0,\"retry\":0,\"turn\":0,\"later\":0}");
        for (JsonNode one : hub.read("/v1/receivers").path("receivers")) {
            if (one.path("name").asText().equals("broken")) {
                one.properties().stream()
                        .filter(field -> !field.getKey().equals("tokens")) // which grow meanwhile
                        .forEach(
                                field -> assertThat(broken.path(field.getKey())).isEqualTo(field.getValue()));
            }
        }
        assertThat(problem(404, "/v1/receivers/borken")).contains("no receiver `borken`", "`broken`");
    }

    @Test
    void whatCannotBeMeantIsAProblem() {
        assertThat(problem(400, "/v1/deliveries?state=sent")).contains("state is sent", "pending, delivered");
        assertThat(problem(400, "/v1/deliveries?failureClass=bad")).contains("failureClass is bad", "transient");
        assertThat(problem(400, "/v1/deliveries?severity=high")).contains("no parameter severity", "failureClass");
        assertThat(problem(400, "/v1/deliveries?until=later")).contains("until is later");
        assertThat(problem(400, "/v1/deliveries?after=evt_1")).contains("after is evt_1");
        assertThat(problem(404, "/v1/deliveries?receiver=hok")).contains("no receiver `hok`", "`hook`");
    }
}
