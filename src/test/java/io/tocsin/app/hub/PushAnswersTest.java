package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Answers from where messages are pushed: https://docs.ntfy.sh/publish/#action-buttons and https://pushover.net/api/receipts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushAnswersTest {

    private final ChatStandIn chats = new ChatStandIn();
    private AnsweringHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        Sink sink = Sink.start().answer(chats::answer);
        String api = sink.url().replaceFirst("/hook$", "");
        TestHub started = HubFiles.in(folder)
                .with(Setting.URL, "https://hub.example.org")
                .rules("""
                        rules:
                          - { name: ntfy, when: { source: [ ntfy ] }, notify: [ ntfy ] }
                          - { name: pushover, when: { source: [ pushover ] }, severity: critical, notify: [ pushover ] }
                          - { name: rung, when: { source: [ rung ] }, severity: critical, notify: [ duty ] }
                        """)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { pushover: uAnn } }
                        teams: []
                        receivers: { pushover: pushover }
                        """)
                .receiver(
                        "ntfy",
                        "ntfy",
                        Map.of(
                                "url",
                                api + "/ntfy",
                                "topic",
                                "ops",
                                "buttons",
                                "true",
                                "rate",
                                "0",
                                "destinationRate",
                                "0"))
                .receiver(
                        "pushover",
                        "pushover",
                        Map.of(
                                "url", api + "/push",
                                "token", "azGDORePK8gMaC0QOYAMyEEuzJnyUi",
                                "user", "gGroup",
                                "answer", "true",
                                "destinationRate", "0"))
                .receiver(
                        "pushover",
                        "duty",
                        Map.of(
                                "url", api + "/duty",
                                "token", "azGDORePK8gMaC0QOYAMyEEuzJnyUi",
                                "user", "gDuty",
                                "destinationRate", "0"))
                .write("sources/pushover.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: pushover-poll
                            routeId: duty-poll
                            prefixId: duty-poll-
                            parameters:
                              - { name: source, value: duty-poll }
                              - { name: emergencies, value: duty }
                              - { name: token, value: azGDORePK8gMaC0QOYAMyEEuzJnyUi }
                              - { name: url, value: "%s/duty" }
                        """.formatted(api))
                .start();
        hub = new AnsweringHub(started, sink);
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private HttpResponse<String> form(String link, String form) {
        return hub.hub().submit(URI.create(link).getPath(), form);
    }

    private String theOnly(String source) {
        return hub.hub()
                .text("SELECT i.id FROM incident i JOIN delivery d ON d.incident_id = i.id WHERE d.receiver = '"
                        + source + "' ORDER BY i.id DESC LIMIT 1")
                .orElseThrow();
    }

    @Test
    void oneTapInNtfyAcknowledges() {
        JsonNode message = hub.opened("ntfy", "/ntfy");
        JsonNode tap = message.at("/actions/0");
        assertThat(tap.path("action").asText()).isEqualTo("http");
        assertThat(tap.path("label").asText()).isEqualTo("Acknowledge");
        assertThat(tap.path("method").asText()).isEqualTo("POST");
        assertThat(message.at("/actions/1/action").asText()).isEqualTo("view");
        assertThat(message.at("/actions/1/url")).isEqualTo(tap.path("url"));
        assertThat(message.at("/actions/1/label").asText()).isEqualTo("More ...");
        String incident = theOnly("ntfy");
        assertThat(hub.hub()
                        .exchange(hub.hub()
                                .request(URI.create(tap.path("url").asText()).getPath())
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(form(tap.path("url").asText(), tap.path("body").asText()).statusCode())
                .isEqualTo(303);
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
    }

    @Test
    void whoeverConfirmsAnEmergencyOfPushoverAcknowledges() {
        hub.hub().send("pushover", "{\"title\": \"Core router down\"}");
        String sent = await().atMost(AnsweringHub.SOON)
                .until(
                        () -> hub.sink().got().stream()
                                .filter(got -> got.path().equals("/push/messages.json"))
                                .map(Sink.Got::body)
                                .toList(),
                        got -> !got.isEmpty())
                .get(0);
        String callback = URLDecoder.decode(sent.replaceAll("(?s).*callback=([^&]*).*", "$1"), StandardCharsets.UTF_8);
        assertThat(callback).startsWith("https://hub.example.org/a/");
        String incident = theOnly("pushover");
        assertThat(form(callback, "receipt=rLqVuqTRh62UzxtmqiaLzQmVcPgiCy&acknowledged=0")
                        .statusCode())
                .isEqualTo(400);
        assertThat(hub.state(incident)).isEqualTo("open");
        String confirmed = "receipt=rLqVuqTRh62UzxtmqiaLzQmVcPgiCy&acknowledged=1&acknowledged_at=1360019238"
                + "&acknowledged_by=uAnn&acknowledged_by_device=phone";
        assertThat(form(callback, confirmed).statusCode()).isEqualTo(200);
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident))
                .singleElement()
                .asString()
                .startsWith("incident.acknowledge by ann (through pushover)");
        assertThat(form(callback, confirmed).statusCode()).isEqualTo(200);
        assertThat(hub.audit(incident)).hasSize(1);
        await().atMost(AnsweringHub.SOON).until(() -> hub.sink().got().stream()
                .anyMatch(got -> got.path().endsWith("/receipts/cancel_by_tag/" + incident + ".json")));

        hub.hub().post("/v1/incidents/" + incident + "/unacknowledge", "{}");
        assertThat(form(callback, confirmed).statusCode()).isEqualTo(200);
        assertThat(hub.state(incident)).as("a repeat of Pushover's").isEqualTo("open");
    }

    /** Asked for each five seconds. */
    @Test
    void whoConfirmsAnEmergencyIsFetchedFromPushoverWhereItHasNoWayToTheHub() {
        hub.hub().send("rung", "{\"title\": \"Core switch down\"}");
        await().atMost(AnsweringHub.SOON).until(() -> hub.sink().got().stream()
                .anyMatch(got -> got.path().startsWith("/duty/receipts/r")));
        String incident = theOnly("duty");
        assertThat(hub.state(incident)).isEqualTo("open");
        chats.confirm("uAnn");
        await().atMost(AnsweringHub.SOON).until(() -> hub.state(incident).equals("acknowledged"));
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (pushover)");
        await().atMost(AnsweringHub.SOON).until(() -> hub.sink().got().stream()
                .anyMatch(got -> got.path().endsWith("/duty/receipts/cancel_by_tag/" + incident + ".json")));
    }
}
