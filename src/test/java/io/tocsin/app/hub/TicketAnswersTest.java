package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Jira posts, and what ServiceNow's business rule of docs/ticket-answers.md does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketAnswersTest {

    private static final String SECRET = "6e0b3c4a9d7f48f2b1c5a8d2e7f90314";
    private static final String KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String JIRA = "/v1/answers/jira";
    private static final String SERVICENOW = "/v1/answers/servicenow";

    private final AtomicInteger changes = new AtomicInteger(10_000);
    private Sink sink;
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        sink = Sink.start();
        hub = HubFiles.in(folder)
                .everythingTo(sink)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { jira-user: "557058:ann", servicenow-user: ann.smith } }
                        teams: []
                        receivers: {}
                        """)
                .write("sources/tickets.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: jira-answers
                            routeId: jira
                            prefixId: jira-
                            parameters:
                              - { name: source, value: jira }
                              - { name: secrets, value: "%s" }
                              - { name: own, value: "557058:hub" }
                        - templatedRoute:
                            routeTemplateRef: ticket-answers
                            routeId: servicenow
                            prefixId: servicenow-
                            parameters:
                              - { name: source, value: servicenow }
                              - { name: secrets, value: %s }
                              - { name: own, value: tocsin }
                              - { name: people, value: servicenow-user }
                        """.formatted(SECRET, KEY))
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    private String opened(String title) {
        hub.send("ci", "{\"title\": \"" + title + "\"}");
        return await(title)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> hub.text("SELECT id FROM incident WHERE title LIKE '%" + title + "%'"),
                        Optional::isPresent)
                .orElseThrow();
    }

    private String moved(String category, String account, String label) {
        return """
                {"timestamp":%d,"webhookEvent":"jira:issue_updated","issue_event_type_name":"issue_generic",\
                "user":{"accountId":"%s","displayName":"Somebody","active":true,"accountType":"atlassian"},\
                "issue":{"id":"10002","key":"OPS-7","fields":{"labels":["tocsin","%s"],\
                "status":{"name":"X","statusCategory":{"key":"%s"}}}},\
                "changelog":{"id":"%d","items":[{"field":"status","fieldtype":"jira","from":"3","to":"4"}]}}\
                """.formatted(Instant.now().toEpochMilli(), account, label, category, changes.incrementAndGet());
    }

    private static String signature(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProviderPost jira(String body, String signature) {
        return ProviderPost.of(() -> hub.exchange(hub.request(JIRA)
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("X-Hub-Signature", signature)
                .POST(BodyPublishers.ofString(body))));
    }

    private ProviderPost jira(String body) {
        return jira(body, signature(SECRET, body));
    }

    private ProviderPost servicenow(String body, String key) {
        return ProviderPost.of(() -> hub.exchange(hub.request(SERVICENOW)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))));
    }

    private static String posted(String ticket, String act, String id, String user) {
        return "{\"ticket\":\"%s\",\"act\":\"%s\",\"id\":\"%s\",\"user\":\"%s\",\"name\":\"%4$s\",\"at\":\"%s\"}"
                .formatted(ticket, act, id, user, Instant.now());
    }

    private ProviderPost servicenow(String body) {
        return servicenow(body, KEY);
    }

    @Test
    void whatPeopleDoToAnIssueIsDoneToItsIncidentAndWhatTheHubDoesIsLeft() {
        String incident = opened("Moved in Jira");
        assertThat(jira(moved("indeterminate", "557058:ann", "tocsin-" + incident))
                        .done())
                .isTrue();
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        jira(moved("new", "557058:ann", "tocsin-" + incident)).taken();
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(jira(moved("done", "557058:hub", "tocsin-" + incident))
                        .taken()
                        .path("said")
                        .asText())
                .isEqualTo("the hub itself did it");
        assertThat(hub.state(incident)).isEqualTo("open");
        String done = moved("done", "557058:ben", "tocsin-" + incident + "-2");
        assertThat(jira(done).done()).isTrue();
        assertThat(jira(done).taken().path("said").asText()).isEqualTo("that was done before");
        assertThat(hub.state(incident)).isEqualTo("resolved");
        assertThat(hub.audit(incident))
                .containsExactly(
                        "incident.acknowledge by ann (jira)",
                        "incident.unacknowledge by ann (jira)",
                        "incident.resolve by Somebody (jira)");
    }

    @Test
    void everyChangeOfABitIsRefused() {
        String incident = opened("Signed by Jira");
        String body = moved("done", "557058:ann", "tocsin-" + incident);
        String right = signature(SECRET, body);
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i += 9) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << (i % 7));
            assertThat(jira(new String(changed, StandardCharsets.US_ASCII), right)
                            .answer()
                            .statusCode())
                    .isEqualTo(401);
        }
        for (int i = 7; i < right.length(); i += 3) {
            String changed = right.substring(0, i) + (char) (right.charAt(i) ^ 1) + right.substring(i + 1);
            assertThat(jira(body, changed).answer().statusCode()).isEqualTo(401);
        }
        assertThat(servicenow(posted(incident, "resolve", "x 1", "ann.smith"), KEY.replace('0', '1'))
                        .answer()
                        .statusCode())
                .isEqualTo(401);
        assertThat(hub.state(incident)).isEqualTo("open");
    }

    @Test
    void aBusinessRuleAcknowledgesCommentsAndResolves() {
        String incident = opened("Handled in ServiceNow");
        assertThat(servicenow(posted(incident, "acknowledge", "9d385017c611228701d22104cc95c371 3", "ann.smith"))
                        .done())
                .isTrue();
        assertThat(servicenow(posted(incident, "resolve", "9d385017c611228701d22104cc95c371 4", "tocsin"))
                        .taken()
                        .path("said")
                        .asText())
                .isEqualTo("the hub itself did it");
        servicenow(
                "{\"ticket\":\"" + incident + "\",\"act\":\"comment\",\"id\":\"c1\",\"user\":\"ben\",\"name\":\"ben\","
                        + "\"text\":\"disk ordered\"}");
        servicenow(
                "{\"ticket\":\"" + incident + "\",\"act\":\"comment\",\"id\":\"c1\",\"user\":\"ben\",\"name\":\"ben\","
                        + "\"text\":\"disk ordered\"}");
        assertThat(hub.read("/v1/incidents/" + incident).findValuesAsText("text"))
                .containsOnlyOnce("disk ordered");
        servicenow(posted(incident + "-7", "resolve", "9d385017c611228701d22104cc95c371 5", "ann.smith"));
        assertThat(hub.state(incident)).isEqualTo("resolved");
        assertThat(servicenow(posted(incident, "acknowledge", "9d385017c611228701d22104cc95c371 6", "ben"))
                        .taken()
                        .path("said")
                        .asText())
                .startsWith("it is left as it is: it is resolved");
        assertThat(hub.audit(incident))
                .containsExactly(
                        "incident.acknowledge by ann (servicenow)",
                        "incident.comment by ben (servicenow)",
                        "incident.resolve by ann (servicenow)");
        assertThat(servicenow("{\"act\":\"resolve\"}").answer().statusCode()).isEqualTo(400);
    }

    /** Jira's {@code updated} counts and not when it posts; ServiceNow's has whole seconds, and its count of changes tells the rest. */
    @Test
    void whatComesLateChangesNothing() {
        String incident = opened("Late from Jira");
        String begun = updated(moved("indeterminate", "557058:ann", "tocsin-" + incident), "2.500");
        String back = updated(moved("new", "557058:ann", "tocsin-" + incident), "2.501");
        jira(back).taken();
        assertThat(jira(begun).taken().path("said").asText())
                .startsWith("it is left as it is: what was done there later");
        assertThat(hub.state(incident)).isEqualTo("open");

        String other = opened("Late from ServiceNow");
        String second = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        servicenow(changed(other, "acknowledge", 10, second)).taken();
        assertThat(servicenow(changed(other, "unacknowledge", 9, second))
                        .taken()
                        .path("said")
                        .asText())
                .startsWith("it is left as it is: what was done there later");
        assertThat(hub.state(other)).isEqualTo("acknowledged");
    }

    private static String updated(String webhook, String seconds) {
        String hour = Instant.now().truncatedTo(ChronoUnit.HOURS).toString().substring(0, 14);
        return webhook.replace("\"fields\":{", "\"fields\":{\"updated\":\"" + hour + "00:0" + seconds + "+0000\",");
    }

    private static String changed(String incident, String act, int count, String at) {
        return "{\"ticket\":\"%s\",\"act\":\"%s\",\"id\":\"9d38 %d\",\"sequence\":\"%3$d\",\"at\":\"%s\"}"
                .formatted(incident, act, count, at);
    }

    @Test
    void nobodyPassesForSomebodyElseByTheNameThatTheyChose() {
        String incident = opened("Named");
        String body = moved("indeterminate", "557058:eve", "tocsin-" + incident).replace("Somebody", " Ann ");
        assertThat(jira(body).done()).isTrue();
        assertThat(hub.read("/v1/incidents/" + incident).at("/acknowledged/by").asText())
                .isEqualTo("Ann, user 557058:eve");
        servicenow(posted(incident, "unacknowledge", "named 1", "ann.smith")
                        .replace("ann.smith", "")
                        .replace("\"name\":\"\"", "\"name\":\"ann\""))
                .taken();
        assertThat(hub.audit(incident))
                .containsExactly(
                        "incident.acknowledge by Ann, user 557058:eve (jira)",
                        "incident.unacknowledge by ann, by name alone (servicenow)");
    }

    @Test
    void aCommentIsKeptAsFarAsOneByApiWouldBe() {
        String incident = opened("Commented");
        assertThat(servicenow("{\"ticket\":\"" + incident
                                + "\",\"act\":\"comment\",\"id\":\"c\\u0000 1\",\"name\":\"ben\","
                                + "\"text\":\"a\\u0000b\\nc" + "x".repeat(20_000) + "\"}")
                        .done())
                .isTrue();
        assertThat(hub.text("SELECT content FROM incident_comment WHERE incident_id = '" + incident + "'")
                        .orElseThrow())
                .startsWith("a b\ncx")
                .hasSize(10_000);
    }
}
