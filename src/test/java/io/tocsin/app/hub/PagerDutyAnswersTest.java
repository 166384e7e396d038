package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PagerDuty both ways, with webhooks as https://developer.pagerduty.com/docs/webhooks-overview and
 * https://developer.pagerduty.com/docs/verifying-signatures have them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagerDutyAnswersTest {

    private static final String SECRET = "p3Y0yUeEMvpVIGTd2kGEWzqKAfAvbPGDs7";
    private static final String NEXT_SECRET = "lDQHScfUeXUKaQRNF+8XwiDKZ7XX3itBAY";
    private static final String PATH = "/v1/answers/pagerduty";
    private static final AtomicLong TIME = new AtomicLong();
    private static final String PERSON = "user_reference";
    private static final String INTEGRATION = "inbound_integration_reference";

    /** What was sent there, action and key; and how its incidents stand. */
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final Map<String, String> standing = new ConcurrentHashMap<>();
    private final AtomicInteger toldBack = new AtomicInteger();

    /** Who PagerDuty says did what the hub sent. */
    private volatile String agent = INTEGRATION;

    private Sink pagerDuty;
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        pagerDuty = Sink.start().answer(this::take);
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { source: [ ci ] }, notify: [ on-call ] } ]")
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { pagerduty-user: PANN001 } }
                        teams: []
                        receivers: {}
                        """)
                .receiver(
                        "pagerduty",
                        "on-call",
                        Map.of(
                                "routingKey",
                                "0123456789abcdef0123456789abcdef",
                                "url",
                                pagerDuty.url(),
                                "destinationRate",
                                "0"))
                .write("sources/pd.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: pagerduty-answers
                            routeId: pd
                            prefixId: pd-
                            parameters:
                              - { name: source, value: pagerduty }
                              - { name: secrets, value: "%s %s" }
                        """.formatted(SECRET, NEXT_SECRET))
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        pagerDuty.close();
    }

    /** As the Events API does it; a change is told to the webhook, and so is what changes nothing, which is the worst case. */
    private Sink.Reply take(Sink.Got got) {
        JsonNode event = TestHub.json(got.body());
        String key = event.path("dedup_key").asText();
        String action = event.path("event_action").asText();
        events.add(action + " " + key);
        String now =
                switch (action) {
                    case "acknowledge" -> "acknowledged";
                    case "resolve" -> "resolved";
                    default -> "triggered";
                };
        standing.put(key, now);
        CompletableFuture.runAsync(() -> {
            takes(webhook("incident." + now, agent, "PHUB001", key));
            toldBack.incrementAndGet();
        });
        return new Sink.Reply(202, "{\"status\":\"success\",\"dedup_key\":\"" + key + "\"}");
    }

    /** What was done later has a later time. */
    private static Instant now() {
        return Instant.ofEpochMilli(
                TIME.updateAndGet(last -> Math.max(last + 1, Instant.now().toEpochMilli())));
    }

    private static String webhook(String type, String agentType, String agent, String key) {
        return webhook(type, agentType, agent, key, now());
    }

    private static String webhook(String type, String agentType, String agent, String key, Instant at) {
        return """
                {"event":{"id":"%s","event_type":"%s","resource_type":"incident","occurred_at":"%s",\
                "agent":{"html_url":"https://acme.pagerduty.com/users/%s","id":"%4$s","self":"https://api.pagerduty.com/users/%4$s",\
                "summary":"Tenex Engineer","type":"%s"},"client":{"name":"PagerDuty"},\
                "data":{"id":"PGR0VU2","type":"incident","self":"https://api.pagerduty.com/incidents/PGR0VU2",\
                "html_url":"https://acme.pagerduty.com/incidents/PGR0VU2","number":2,"status":"triggered","incident_key":"%s",\
                "created_at":"2026-04-09T15:16:27Z","title":"A little bump in the road – ünïcode","urgency":"high","resolve_reason":null}}}\
                """.formatted(UUID.randomUUID(), type, at, agent, agentType, key);
    }

    private static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProviderPost posted(byte[] body, String signature) {
        return ProviderPost.of(() -> hub.exchange(hub.request(PATH)
                .header("Content-Type", "application/json")
                .header("X-Webhook-Id", UUID.randomUUID().toString())
                .header("X-PagerDuty-Signature", signature)
                .POST(BodyPublishers.ofByteArray(body))));
    }

    private HttpResponse<String> post(byte[] body, String signature) {
        return posted(body, signature).answer();
    }

    private ProviderPost posted(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return posted(bytes, signature(SECRET, bytes));
    }

    private JsonNode takes(String body) {
        return posted(body).taken();
    }

    private String opened(String title) {
        hub.send("ci", "{\"title\": \"" + title + "\"}");
        return await(title)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> hub.text("SELECT incident_id FROM delivery WHERE state = 'delivered' AND incident_id IN"
                                + " (SELECT id FROM incident WHERE title LIKE '%" + title + "%')"),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<String> sent(String incident) {
        return events.stream()
                .filter(event -> event.endsWith(" " + incident))
                .map(event -> event.split(" ")[0])
                .toList();
    }

    /** Nothing is on its way any more, in either direction. */
    private void atRest() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> toldBack.get() == events.size()
                        && hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0
                        && hub.count("SELECT count(*) FROM notice WHERE state = 'pending'") == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {INTEGRATION, PERSON})
    void whatIsDoneOnOneSideIsDoneOnTheOtherAndComesToRest(String told) {
        agent = told;
        try {
            String here = opened("Here first " + told);
            assertThat(hub.post("/v1/incidents/" + here + "/acknowledge", "{}").statusCode())
                    .isEqualTo(200);
            atRest();
            assertThat(standing).containsEntry(here, "acknowledged");
            assertThat(sent(here)).containsExactly("trigger", "acknowledge");
            assertThat(hub.audit(here)).hasSize(1);
            assertThat(hub.post("/v1/incidents/" + here + "/resolve", "{}").statusCode())
                    .isEqualTo(200);
            atRest();
            assertThat(standing).containsEntry(here, "resolved");
            assertThat(sent(here)).containsExactly("trigger", "acknowledge", "resolve");
            assertThat(hub.audit(here)).hasSize(2);

            String there = opened("There first " + told);
            assertThat(posted(webhook("incident.acknowledged", PERSON, "PANN001", there))
                            .done())
                    .isTrue();
            assertThat(hub.state(there)).isEqualTo("acknowledged");
            atRest();
            assertThat(sent(there)).containsExactly("trigger", "acknowledge");
            takes(webhook("incident.resolved", PERSON, "PTEN001", there));
            assertThat(hub.state(there)).isEqualTo("resolved");
            atRest();
            assertThat(sent(there)).containsExactly("trigger", "acknowledge", "resolve");
            assertThat(hub.audit(there))
                    .containsExactly(
                            "incident.acknowledge by ann (pagerduty)",
                            "incident.resolve by Tenex Engineer (pagerduty)");
        } finally {
            agent = INTEGRATION;
        }
    }

    @Test
    void aRepeatHasNoEffectWhateverHappenedSince() {
        String incident = opened("Repeated");
        String acknowledged = webhook("incident.acknowledged", PERSON, "PANN001", incident);
        takes(acknowledged);
        takes(webhook("incident.unacknowledged", PERSON, "PANN001", incident));
        assertThat(hub.state(incident)).isEqualTo("open");
        JsonNode again = takes(acknowledged);
        assertThat(again.path("done").asBoolean()).isFalse();
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).hasSize(2);
    }

    @Test
    void whatComesLateChangesNothingWhoeverItWasAndWhateverCameMeanwhile() {
        String incident = opened("Late");
        String acknowledged = webhook("incident.acknowledged", PERSON, "PTEN001", incident);
        String timedOut = webhook("incident.unacknowledged", PERSON, "", incident);
        String anew = webhook("incident.acknowledged", PERSON, "PANN001", incident);
        assertThat(posted(timedOut).done()).isFalse();
        assertThat(takes(acknowledged).path("said").asText())
                .startsWith("it is left as it is: what was done there later");
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(posted(anew).done()).isTrue();
        assertThat(takes(timedOut).path("done").asBoolean()).isFalse();
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (pagerduty)");
    }

    @Test
    void ofTwoWebhooksAtOnceTheLaterOneHolds() {
        for (int i = 0; i < 10; i++) {
            String incident = opened("At once " + i + ".");
            List<CompletableFuture<ProviderPost>> both = Stream.of("acknowledged", "unacknowledged")
                    .map(what -> webhook("incident." + what, PERSON, "PANN001", incident))
                    .map(webhook -> CompletableFuture.supplyAsync(() -> posted(webhook)))
                    .toList();
            both.forEach(CompletableFuture::join);
            assertThat(hub.state(incident)).isEqualTo("open");
        }
    }

    @Test
    void whatCannotBeDoneIsAnsweredTruly() {
        String incident = opened("Over");
        takes(webhook("incident.resolved", PERSON, "PANN001", incident));
        JsonNode late = takes(webhook("incident.acknowledged", PERSON, "PTEN001", incident));
        assertThat(late.path("done").asBoolean()).isFalse();
        assertThat(late.path("said").asText())
                .isEqualTo("it is left as it is: it is resolved: nobody has to see to it any more");
        JsonNode nowhere = takes(webhook("incident.resolved", PERSON, "PANN001", "inc_00000000000000000000000000"));
        assertThat(nowhere.path("said").asText()).startsWith("there is no such incident");
        JsonNode others = takes(webhook("incident.resolved", PERSON, "PANN001", "d3640fbd41094207a1c11e58e46b1662"));
        assertThat(others.path("said").asText()).startsWith("it is for no incident of a hub");
        assertThat(takes("{\"event\":{\"id\":\"1\",\"event_type\":\"pagey.ping\",\"data\":{\"message\":\"Hello\"}}}")
                        .path("said")
                        .asText())
                .isEqualTo("pagey.ping changes nothing here");
        for (String strange : List.of("[]", "{}", "{\"messages\":[]}", "no json")) {
            assertThat(posted(strange).answer().statusCode()).as(strange).isEqualTo(400);
        }
    }

    @Test
    void whatWasDoneAnHourAgoIsLeft() {
        String incident = opened("Recorded");
        for (long seconds : List.of(-3700L, 3700L)) {
            JsonNode left = takes(webhook(
                    "incident.resolved",
                    PERSON,
                    "PANN001",
                    incident,
                    Instant.now().plusSeconds(seconds)));
            assertThat(left.path("said").asText()).startsWith("it was done more than 3600 s ago");
        }
        assertThat(hub.state(incident)).isEqualTo("open");
        takes(webhook(
                "incident.resolved", PERSON, "PANN001", incident, Instant.now().minusSeconds(3500)));
        assertThat(hub.state(incident)).isEqualTo("resolved");
    }

    @Test
    void everyChangeOfABitIsRefusedAndOneOfSeveralSignaturesIsEnough() {
        String incident = opened("Signed");
        byte[] body =
                webhook("incident.acknowledged", PERSON, "PANN001", incident).getBytes(StandardCharsets.UTF_8);
        String right = signature(SECRET, body);
        for (int i = 0; i < body.length; i += 11) {
            byte[] changed = body.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            assertThat(post(changed, right).statusCode()).isEqualTo(401);
        }
        for (int i = 3; i < right.length(); i += 3) {
            String changed = right.substring(0, i) + (char) (right.charAt(i) ^ 1) + right.substring(i + 1);
            assertThat(post(body, changed).statusCode()).isEqualTo(401);
        }
        String stranger = signature("one-that-nobody-knows", body);
        for (String wrong : List.of(stranger, right.replace("v1=", "v2="), right.substring(3), "")) {
            assertThat(post(body, wrong).statusCode()).as(wrong).isEqualTo(401);
        }
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(post(body, stranger + "," + signature(NEXT_SECRET, body)).statusCode())
                .isEqualTo(202);
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
    }

    @Test
    void ofTwoWhoAcknowledgeAtOnceOneWins() {
        for (int i = 0; i < 5; i++) {
            String incident = opened("Raced " + i + ".");
            String webhook = webhook("incident.acknowledged", PERSON, "PANN001", incident);
            CompletableFuture<ProviderPost> there = CompletableFuture.supplyAsync(() -> posted(webhook));
            CompletableFuture<Boolean> here = CompletableFuture.supplyAsync(
                    () -> TestHub.json(hub.post("/v1/incidents/" + incident + "/acknowledge", "{}"))
                            .path("changed")
                            .asBoolean());
            there.join();
            boolean hereFirst = here.join();
            assertThat(hub.audit(incident))
                    .singleElement()
                    .matches(by -> by.endsWith(" by ann (pagerduty)") != hereFirst, "by whom it was first done");
            if (!there.join().again()) { // else "that was done before" may be its own doing
                assertThat(there.join().done()).isNotEqualTo(hereFirst);
            }
        }
    }
}
