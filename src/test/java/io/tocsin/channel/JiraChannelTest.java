package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.TestOutbox.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Answers: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/ and
 * https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
class JiraChannelTest extends TicketChannelContract {
    private static final String ISSUE = "/rest/api/[23]/issue";

    @Override
    String channel() {
        return "jira";
    }

    @Override
    String name() {
        return "Jira";
    }

    @Override
    String description() {
        return "/body/fields/description";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url, "user", "bot@example.org", "token", SECRET, "project", "OPS");
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlPathMatching("/rest/api/[23]/search.*")).willReturn(okJson("{\"issues\": []}")));
        provider.stubFor(post(urlPathMatching(ISSUE))
                .willReturn(jsonResponse("{\"id\": \"10000\", \"key\": \"OPS-7\", \"self\": \"x\"}", 201)));
        provider.stubFor(
                post(urlPathMatching(ISSUE + "/OPS-7/comment")).willReturn(jsonResponse("{\"id\": \"1\"}", 201)));
        provider.stubFor(post(urlPathMatching(ISSUE + "/OPS-7/transitions"))
                .willReturn(aResponse().withStatus(204)));
        issueIs("To Do", "new");
    }

    private void issueIs(String status, String category) {
        provider.stubFor(get(urlPathMatching(ISSUE + "/OPS-7")).willReturn(okJson("""
                        {"key": "OPS-7",
                         "fields": {"status": {"name": "%s", "statusCategory": {"key": "%s"}}},
                         "transitions": [{"id": "11", "name": "Start", "to": {"name": "In Progress"}},
                                         {"id": "31", "name": "Finish", "to": {"name": "Done"}}]}""".formatted(status, category))));
    }

    @Override
    ObjectNode delivered(ObjectNode message) {
        message.withObject("/delivery")
                .put("idempotencyKey", "key-" + message.at("/notice/kind").asText());
        return message;
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        "a field that the project does not have",
                        jsonResponse(
                                "{\"errorMessages\": [], \"errors\": {\"priority\": \"Field 'priority' cannot be set.\"}}",
                                400),
                        PERMANENT,
                        "Jira: priority: Field 'priority' cannot be set. (HTTP 400)"),
                new Refusal(
                        "a token that has ended",
                        aResponse().withStatus(401).withBody("Client must be authenticated to access this resource."),
                        PERMANENT,
                        "Jira: Client must be authenticated"),
                new Refusal(
                        "a project that is not seen",
                        jsonResponse("{\"errorMessages\": [\"No project could be found with key 'OPS'.\"]}", 404),
                        PERMANENT,
                        "Jira: No project could be found"),
                new Refusal(
                        "another change came between",
                        jsonResponse("{\"errorMessages\": [\"conflict\"]}", 409),
                        TRANSIENT,
                        "Jira: another change came between (HTTP 409)"),
                new Refusal(
                        "more than an issue may hold",
                        jsonResponse("{\"errorMessages\": [\"limit of comments\"]}", 413),
                        PERMANENT,
                        "Jira: limit of comments (HTTP 413)"),
                new Refusal(
                        "too many writes to one issue",
                        aResponse()
                                .withStatus(429)
                                .withHeader("Retry-After", "5")
                                .withHeader("RateLimit-Reason", "jira-per-issue-on-write"),
                        RATE_LIMITED,
                        "Jira: jira-per-issue-on-write (HTTP 429)",
                        Optional.of(Duration.ofSeconds(5))),
                new Refusal(
                        "too many requests a second",
                        aResponse().withStatus(429).withHeader("RateLimit-Reason", "jira-burst-based"),
                        RATE_LIMITED,
                        "Jira: jira-burst-based (HTTP 429)"),
                new Refusal("Jira itself fails", aResponse().withStatus(503), TRANSIENT, "HTTP 503"));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "5", "destinationRate", "1", "digestAbove", "0", "unknown", "reconcile");
    }

    @Test
    void aDataCenterIsSpokenToInItsOwnVersionAndMarkup() throws Exception {
        providerTakes();
        String receiver = receiver(Map.of("api", "2", "user", "", "priorities", "critical=Highest; high=High"));
        ObjectNode message = Messages.saying("[~admin] {noformat} h1. x");
        assertThat(send(receiver, message).exception()).isEmpty();
        JsonNode request = recorded().get(0);
        assertThat(request.get("url").asText()).isEqualTo("/rest/api/2/issue");
        assertThat(request.at("/headers/Authorization").asText()).isEqualTo("Bearer " + SECRET);
        assertThat(request.at("/body/fields/priority/name").asText()).isEqualTo("Highest");
        String description = request.at("/body/fields/description").asText();
        assertThat(description).startsWith("{noformat}\n").doesNotContain("[~admin");
        // The block ends where ours does, and nowhere in what the sender wrote.
        assertThat(description.substring(11, description.lastIndexOf("{noformat}")))
                .doesNotContain("{noformat}");
    }

    @Test
    void moreFieldsAndLabelsOfANewIssueAreTheReceivers() throws Exception {
        providerTakes();
        String receiver = receiver(Map.of(
                "fields",
                "{\\\"components\\\": [{\\\"name\\\": \\\"Ops\\\"}], \\\"summary\\\": \\\"no\\\"}",
                "labels",
                "prod  eu"));
        assertThat(send(receiver, Messages.firing()).exception()).isEmpty();
        JsonNode fields = recorded().get(0).at("/body/fields");
        assertThat(fields.at("/components/0/name").asText()).isEqualTo("Ops");
        assertThat(fields.get("summary").asText()).isEqualTo("[CRITICAL] Pipeline deploy failed");
        assertThat(fields.get("labels"))
                .extracting(JsonNode::asText)
                .containsExactly("eu", "prod", "tocsin", "tocsin-inc-1");
    }

    @Test
    void aTestsIssueCanBeToldApart() throws Exception {
        providerTakes();
        ObjectNode test = Messages.firing();
        test.withObject("/notice").put("kind", "test");
        Outcome outcome = send(test);
        assertThat(outcome.exception()).isEmpty();
        // No notice of an incident may ever go there.
        assertThat(outcome.thread()).isEmpty();
        JsonNode fields = recorded().get(0).at("/body/fields");
        assertThat(fields.get("labels")).extracting(JsonNode::asText).contains("tocsin-test", "tocsin-key-1");
        assertThat(fields.get("summary").asText()).startsWith("[TEST] ");
    }

    @Test
    void anIssueThatPeopleHaveFinishedIsNotMoved() throws Exception {
        providerTakes();
        issueIs("Closed", "done");
        assertThat(send(known(Messages.resolved())).exception()).isEmpty();
        assertThat(requests())
                .extracting(request -> request.getMethod().getName())
                .containsExactly("POST", "GET");
    }

    @Test
    void aTransitionThatIsNotThereIsToldWithThoseThatAre() throws Exception {
        providerTakes();
        Outcome outcome = send(receiver(Map.of("transition", "Verify")), known(Messages.resolved()));
        assertThat(outcome.failure().failureClass()).isEqualTo(PERMANENT);
        assertThat(outcome.failure().reason())
                .isEqualTo("Jira: no transition Verify from To Do for this user; there are Start, Finish");
        // A redrive will not comment again.
        assertThat(outcome.thread().orElseThrow().get("told").asText()).isEqualTo("key-1");
    }

    @Test
    void withoutATransitionAnIssueIsLeftToPeople() throws Exception {
        providerTakes();
        assertThat(send(receiver(Map.of("transition", "")), known(Messages.resolved()))
                        .exception())
                .isEmpty();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void aTransitionsScreenGetsItsResolution() throws Exception {
        providerTakes();
        String receiver = receiver(Map.of("transition", "31", "resolution", "Fixed"));
        assertThat(send(receiver, known(Messages.resolved())).exception()).isEmpty();
        assertThat(recorded().get(2).get("body").toString())
                .isEqualTo("{\"transition\":{\"id\":\"31\"},\"fields\":{\"resolution\":{\"name\":\"Fixed\"}}}");
    }

    @Test
    void aDocumentOfManyLinesIsWithinWhatACommentMayHold() throws Exception {
        providerTakes();
        ObjectNode message = Messages.saying("\"line\\\n".repeat(3_000));
        assertThat(send(message).exception()).isEmpty();
        assertThat(recorded().get(0).at("/body/fields/description").toString()).hasSizeLessThan(32_767);
    }

    private static ObjectNode known(ObjectNode message) {
        message.putObject("thread").put("key", "OPS-7");
        return message;
    }
}
