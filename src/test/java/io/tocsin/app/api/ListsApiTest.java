package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListsApiTest {

    private final Sink sink = Sink.start();
    private TestHub hub;
    private String fire;
    private String repeat;
    private String unmatched;
    private String broken;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .rules("""
                        rules:
                          - { name: bad, when: { severity: [ critical, high ] }, notify: [ hook ] }
                          - { name: also, when: { severity: [ critical ] }, notify: [ other ] }
                        """)
                .webhook("hook", sink.url(), Map.of())
                .webhook("other", sink.url(), Map.of())
                .start();
        fire = hub.send("shop", "{\"title\": \"It burns\", \"severity\": \"high\"}");
        repeat = decided(hub.send("shop", "{\"title\": \"It burns\", \"severity\": \"high\"}"));
        unmatched = decided(hub.send("ci", "{\"title\": \"100% slow_ly\", \"severity\": \"low\"}"));
        broken = hub.send("ci", "{\"nothing\": \"anybody knows\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> state(broken).equals("dead"));
        sink.await(1);
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void eventsComeTheNewestFirstWithWhatBecameOfThem() {
        JsonNode answer = hub.read("/v1/events");
        assertThat(ids(answer, "events")).containsExactly(broken, unmatched, repeat, fire);
        assertThat(answer.has("next")).isFalse();
        assertThat(answer.path("looked").asInt()).isEqualTo(4);
        JsonNode first = answer.at("/events/3");
        assertThat(first.path("source").asText()).isEqualTo("shop");
        assertThat(first.path("title").asText()).isEqualTo("It burns");
        assertThat(first.path("severity").asText()).isEqualTo("high");
        assertThat(first.path("receivedAt").asText()).endsWith("Z");
        assertThat(first.at("/verdicts/0").asText()).isEqualTo("opened");
        assertThat(answer.at("/events/2/verdicts/0").asText()).isEqualTo("duplicate");
        assertThat(answer.at("/events/1/verdicts")).isEmpty();
        assertThat(first.has("decision")).isFalse();
    }

    @Test
    void eventsAreFiltered() {
        assertThat(events("source=shop")).containsExactly(repeat, fire);
        assertThat(events("state=dead")).containsExactly(broken);
        assertThat(events("severity=low")).containsExactly(unmatched);
        assertThat(events("text=BURN")).containsExactly(repeat, fire);
        assertThat(events("text=100%25%20slow_")).containsExactly(unmatched);
        assertThat(events("text=_")).containsExactly(unmatched);
        assertThat(events("receiver=hook")).containsExactly(fire);
        assertThat(events("rule=bad")).containsExactly(repeat, fire);
        assertThat(events("since=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(events("since=2020-01-01T00:00:00Z&source=ci")).containsExactly(broken, unmatched);
    }

    @Test
    void listsAreSearchedByLabelsTitlesTimesAndWhatSendersCallEvents() {
        HttpResponse<String> sent = hub.exchange(
                hub.authorized("/v1/events/ci")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "build-17")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"title\": \"Build broke\", \"severity\": \"high\", \"labels\": {\"env\": \"prod\", \"team\": \"a,b\"}}")));
        String build = decided(TestHub.json(sent).path("id").asText());
        String all = "label=env%3Dprod&label=team%3D%22a%2Cb%22";
        assertThat(events(all)).containsExactly(build);
        assertThat(events("label=env%3Dprod%2Cteam%21~%22a.*%22")).isEmpty();
        assertThat(events("label=env%21%3Dprod&title=it%20B")).containsExactly(repeat, fire);
        assertThat(events("externalId=build-17")).containsExactly(build);
        assertThat(events("externalId=build-17&source=shop")).isEmpty();
        assertThat(hub.read("/v1/events?externalId=build-17")
                        .at("/events/0/externalId")
                        .asText())
                .isEqualTo("key:build-17");
        assertThat(events("externalId=key:build-17")).containsExactly(build);
        assertThat(hub.read("/v1/events").at("/events/0").has("externalId")).isTrue();
        assertThat(hub.read("/v1/events").at("/events/1").has("externalId")).isFalse();
        assertThat(titles("alerts", all)).containsExactly("Build broke");
        assertThat(titles("incidents", all + "&title=build")).containsExactly("Build broke");
        assertThat(titles("incidents", "title=broke")).isEmpty();
        for (String list : List.of("events", "alerts", "incidents")) {
            assertThat(hub.read("/v1/" + list + "?until=2020-01-01T00:00:00Z").path(list))
                    .isEmpty();
            assertThat(hub.read("/v1/" + list + "?until=2100-01-01T00:00:00Z").path(list))
                    .isNotEmpty();
        }
        assertThat(problem(400, "/v1/events?label=env~prod")).startsWith("label: ");
        assertThat(problem(400, "/v1/alerts?externalId=x")).contains("no parameter externalId");
    }

    @Test
    void pagesFollowEachOther() {
        JsonNode first = hub.read("/v1/events?limit=3");
        assertThat(ids(first, "events")).containsExactly(broken, unmatched, repeat);
        JsonNode second =
                hub.read("/v1/events?limit=3&after=" + first.path("next").asText());
        assertThat(ids(second, "events")).containsExactly(fire);
        assertThat(second.has("next")).isFalse();

        JsonNode alerts = hub.read("/v1/alerts?limit=1");
        assertThat(ids(
                        hub.read("/v1/alerts?limit=1&after="
                                + alerts.path("next").asText()),
                        "alerts"))
                .doesNotContainAnyElementsOf(ids(alerts, "alerts"))
                .hasSize(1);
    }

    @Test
    void alertsComeTheLastSeenFirst() {
        JsonNode answer = hub.read("/v1/alerts");
        assertThat(answer.path("alerts")).hasSize(2);
        JsonNode burning = answer.at("/alerts/1");
        assertThat(burning.path("title").asText()).isEqualTo("It burns");
        assertThat(burning.path("state").asText()).isEqualTo("firing");
        assertThat(burning.path("fired").asInt()).isEqualTo(2);
        assertThat(burning.path("event").asText()).isEqualTo(repeat);
        assertThat(titles("alerts", "severity=low")).containsExactly("100% slow_ly");
        assertThat(titles("alerts", "receiver=hook")).containsExactly("It burns");
        assertThat(titles("alerts", "rule=bad")).containsExactly("It burns");
        assertThat(titles("alerts", "source=shop")).containsExactly("It burns");
        assertThat(titles("alerts", "state=resolved")).isEmpty();
    }

    @Test
    void incidentsSayWhoWasNotified() {
        JsonNode answer = hub.read("/v1/incidents?state=open");
        assertThat(answer.path("incidents")).hasSize(1);
        JsonNode incident = answer.at("/incidents/0");
        assertThat(incident.path("rules").toString()).isEqualTo("[\"bad\"]");
        assertThat(incident.at("/receivers/0").asText()).isEqualTo("hook");
        assertThat(incident.path("sentTo").toString()).isEqualTo("[\"hook\"]");
        assertThat(titles("incidents", "receiver=hook&rule=bad&source=shop&severity=high&text=burn"))
                .containsExactly("It burns");
        assertThat(titles("incidents", "state=resolved")).isEmpty();
        String id = incident.path("id").asText();
        assertThat(hub.read("/v1/events/" + id).at("/event/id").asText()).isEqualTo(fire);
    }

    @Test
    void aNameThatNothingHasIsAProblemAndOneThatHasNothingIsNot() {
        assertThat(problem(404, "/v1/events?receiver=hok")).contains("no receiver `hok`", "did you mean `hook`?");
        assertThat(problem(404, "/v1/incidents?rule=alsso")).contains("no rule `alsso`", "`also`");
        assertThat(problem(404, "/v1/alerts?source=shopp")).contains("no source `shopp`", "`shop`");
        assertThat(problem(404, "/v1/alerts?source=nothing-like-it"))
                .contains("there are: ", "pagerduty, ", "prometheus, ", "shop")
                .doesNotContain("prometheus-", "none", "http");
        assertThat(problem(404, "/v1/dead-letters?receiver=hok")).contains("no receiver `hok`");
        assertThat(problem(404, "/v1/dead-letters?source=shopp")).contains("no source `shopp`");
        assertThat(titles("incidents", "receiver=other")).isEmpty();
        assertThat(hub.read("/v1/dead-letters?source=shop").path("total").asInt())
                .isZero();
    }

    @Test
    void whatCannotBeMeantIsAProblem() {
        assertThat(problem(400, "/v1/events?state=open")).contains("state is open", "pending, decided");
        assertThat(problem(400, "/v1/alerts?severity=hihg")).contains("severity is hihg", "critical");
        assertThat(problem(400, "/v1/incidents?sevrity=high")).contains("no parameter sevrity");
        assertThat(problem(400, "/v1/alerts?after=alr_1")).contains("after is alr_1");
        assertThat(problem(400, "/v1/events?since=yesterday")).contains("since is yesterday");
        assertThat(problem(400, "/v1/events?limit=0")).contains("limit is 0");
    }

    @Test
    void listsAskForAnAdminToken() {
        HttpResponse<String> answer = hub.exchange(hub.request("/v1/incidents").GET());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private String decided(String id) {
        await().atMost(Duration.ofSeconds(10)).until(() -> state(id).equals("decided"));
        return id;
    }

    private String state(String id) {
        return hub.read("/v1/events/" + id).at("/event/state").asText();
    }

    private String problem(int status, String path) {
        HttpResponse<String> answer = hub.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        return TestHub.json(answer).path("detail").asText();
    }

    private List<String> events(String query) {
        return ids(hub.read("/v1/events?" + query), "events");
    }

    private List<String> titles(String list, String query) {
        List<String> titles = new ArrayList<>();
        hub.read("/v1/" + list + "?" + query)
                .path(list)
                .forEach(one -> titles.add(one.path("title").asText()));
        return titles;
    }

    private static List<String> ids(JsonNode answer, String list) {
        List<String> ids = new ArrayList<>();
        answer.path(list).forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }
}
