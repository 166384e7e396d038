package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DeadLettersApiTest {
    private static final String RULES = """
            rules:
              - name: everything
                when: { status: [ firing, resolved ] }
                notify: [ hook ]
            """;

    private final Sink sink = Sink.start();
    private TestHub hub;
    private int edits;

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
    void whatSeveralRulesNotifyOfIsFoundByEachOfThem() {
        String version = hub.read("/v1/rules").path("version").asText();
        hub.files().rules(RULES + "  - { name: every, when: { status: [ firing ] }, notify: [ hook ] }\n");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !hub.read("/v1/rules").path("version").asText().equals(version));
        sink.answer(400, "no such channel");
        hub.send("ci", "{\"title\": \"it burns\"}");

        assertThat(awaitOpen(1).get(0).path("rule").asText()).isEqualTo("every, everything");
        assertThat(listed("rule=everything")).hasSize(1);
        assertThat(listed("rule=every")).hasSize(1);
    }

    @Test
    void aRefusedDeliveryIsListedMendedAndRedrivenUnderTheSameKey() {
        sink.answer(400, "no such channel");
        hub.send("ci", "{\"title\": \"it burns\"}");
        JsonNode letter = awaitOpen(1).get(0);
        assertThat(letter.path("kind").asText()).isEqualTo("delivery");
        assertThat(letter.path("receiver").asText()).isEqualTo("hook");
        assertThat(letter.path("failureClass").asText()).isEqualTo("permanent");
        assertThat(letter.path("reason").asText()).contains("no such channel");

        JsonNode shown = hub.read("/v1/dead-letters/" + letter.path("id").asText());
        assertThat(shown.at("/event/body/title").asText()).isEqualTo("it burns");
        assertThat(shown.at("/delivery/message/alerts/0/title").asText()).isEqualTo("it burns");
        assertThat(shown.at("/attempts/0/statusCode").asInt()).isEqualTo(400);

        sink.answer(200, "ok");
        ObjectNode answer =
                settle("redrive", "{\"receiver\": \"hook\", \"reason\": \"channel made\", \"as\": \"mia\"}");
        assertThat(answer.path("count").asInt()).isOne();
        List<Sink.Got> got = sink.await(2);
        assertThat(got.get(1).header("webhook-id"))
                .isNotEmpty()
                .isEqualTo(got.get(0).header("webhook-id"));
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 1);
        assertThat(hub.count("SELECT count(*) FROM delivery")).isOne();

        assertThat(hub.text("SELECT actor FROM audit").orElseThrow()).startsWith("mia (tok_");
        assertThat(hub.text("SELECT action FROM audit")).contains("dead-letter.redrive");
        assertThat(hub.text("SELECT detail FROM audit").orElseThrow()).contains("dlv_", "channel made");
        assertThat(hub.text("SELECT target FROM audit"))
                .contains(letter.path("id").asText());
    }

    @Test
    void aSettledDeadLetterIsReportedAndNotRedrivenTwice() {
        sink.answer(400, "no");
        hub.send("ci", "{\"title\": \"it burns\"}");
        String id = awaitOpen(1).get(0).path("id").asText();
        sink.answer(200, "ok");
        settle("redrive", "{\"ids\": [\"" + id + "\"]}");
        ObjectNode again = settle("redrive", "{\"ids\": [\"" + id + "\", \"dea_nobody\"]}");
        assertThat(again.path("count").asInt()).isZero();
        assertThat(again.at("/skipped/0/why").asText()).startsWith("it was redriven at ");
        assertThat(again.at("/skipped/1/why").asText()).isEqualTo("no dead letter has this id");
        sink.await(2);
        assertThat(hub.count("SELECT count(*) FROM audit")).isOne();
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndChangesNothing() {
        sink.answer(400, "no");
        hub.send("ci", "{\"title\": \"it burns\"}");
        String id = awaitOpen(1).get(0).path("id").asText();
        ObjectNode answer = settle("redrive", "{\"all\": true, \"dryRun\": true}");
        assertThat(answer.path("dryRun").asBoolean()).isTrue();
        assertThat(answer.at("/ids/0").asText()).isEqualTo(id);
        assertThat(open()).hasSize(1);
        assertThat(hub.count("SELECT count(*) FROM audit")).isZero();
    }

    @Test
    void aDiscardedDeadLetterIsGoneFromTheListAndItsDeliveryIsSettled() {
        sink.answer(400, "no");
        hub.send("ci", "{\"title\": \"it burns\"}");
        awaitOpen(1);
        assertThat(settle("discard", "{\"all\": true, \"reason\": \"test\"}")
                        .path("count")
                        .asInt())
                .isOne();
        assertThat(open()).isEmpty();
        assertThat(hub.text("SELECT state FROM delivery")).contains("discarded");
        assertThat(hub.text("SELECT action FROM audit")).contains("dead-letter.discard");
        assertThat(hub.read("/v1/dead-letters?state=discarded").path("deadLetters"))
                .hasSize(1);
    }

    @Test
    void anUnmappedEventIsRedrivenAfterTheMappingIsMended() {
        takeOnly("other");
        hub.send("ci", "{\"title\": \"it burns\"}");
        JsonNode letter = awaitOpen(1).get(0);
        assertThat(letter.path("kind").asText()).isEqualTo("event");
        assertThat(letter.path("reason").asText()).contains("no mapping takes it");

        takeOnly("ci");
        settle("redrive", "{\"kind\": \"event\"}");
        assertThat(sink.await(1).get(0).body()).contains("it burns");
        assertThat(open()).isEmpty();
        awaitCount("SELECT count(*) FROM event WHERE state = 'decided' AND mapping = 'mine'", 1);
    }

    @Test
    void onlyTheRefusedAlertOfAnEventIsDecidedAgain() {
        mapping(
                "ci",
                ".alerts[] | if .title == \"bad\" then {refused: \"it is bad\"} else {title, fingerprint: .title} end");
        hub.send("ci", "{\"alerts\": [{\"title\": \"one\"}, {\"title\": \"bad\"}, {\"title\": \"three\"}]}");
        JsonNode letter = awaitOpen(1).get(0);
        assertThat(letter.path("kind").asText()).isEqualTo("alert");
        assertThat(letter.path("alertIndex").asInt()).isOne();
        sink.await(2);
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 2);

        mapping("ci", ".alerts[] | {title: .title, fingerprint: .title}");
        settle("redrive", "{\"all\": true}");
        assertThat(sink.await(3).get(2).body()).contains("bad");
        awaitCount("SELECT count(*) FROM delivery WHERE state = 'delivered'", 3);
        assertThat(hub.count("SELECT max(fire_count) FROM alert"))
                .as("the good alerts are not counted again")
                .isOne();
        JsonNode trace = hub.read("/v1/events/" + letter.path("eventId").asText());
        assertThat(trace.path("alerts")).hasSize(3);
        assertThat(trace.has("refused")).isFalse();
    }

    @Test
    void anAlertThatIsStillRefusedIsADeadLetterAgainAndTheGoodOnesStand() {
        mapping(
                "ci",
                ".alerts[] | if .title == \"bad\" then {refused: \"it is bad\"} else {title, fingerprint: .title} end");
        hub.send("ci", "{\"alerts\": [{\"title\": \"one\"}, {\"title\": \"bad\"}]}");
        String first = awaitOpen(1).get(0).path("id").asText();
        mapping("ci", "error(\"worse\")");
        settle("redrive", "{\"all\": true}");
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        open().size() == 1 && !open().get(0).path("id").asText().equals(first));
        assertThat(open().get(0).path("kind").asText()).isEqualTo("alert");
        assertThat(hub.text("SELECT state FROM event")).contains("decided");
        assertThat(hub.count("SELECT count(*) FROM alert")).isOne();
    }

    @Test
    void filtersFindWhatTheySay() {
        sink.answer(400, "alpha_beta");
        hub.send("ci", "{\"title\": \"it burns\"}");
        takeOnly("ci");
        hub.send("other", "{\"title\": \"it burns\"}");
        awaitOpen(2);
        assertThat(listed("receiver=hook")).hasSize(1);
        assertThat(listed("rule=everything&failureClass=permanent")).hasSize(1);
        assertThat(listed("source=ci&kind=delivery")).hasSize(1);
        assertThat(listed("source=other&kind=event")).hasSize(1);
        assertThat(listed("reason=ALPHA_B")).hasSize(1);
        assertThat(listed("reason=alpha%25")).isEmpty();
        assertThat(listed("since=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(listed("state=redriven")).isEmpty();
        JsonNode page = hub.read("/v1/dead-letters?limit=1");
        assertThat(page.path("total").asInt()).isEqualTo(2);
        JsonNode next =
                hub.read("/v1/dead-letters?limit=1&after=" + page.path("next").asText());
        assertThat(Set.of(
                        page.at("/deadLetters/0/id").asText(),
                        next.at("/deadLetters/0/id").asText()))
                .hasSize(2);
    }

    @Test
    void whatIsMisspeltDoesNotMeanEverything() {
        assertThat(hub.get("/v1/dead-letters?reciever=hook").statusCode()).isEqualTo(400);
        assertThat(hub.get("/v1/dead-letters?state=opened").statusCode()).isEqualTo(400);
        assertThat(hub.get("/v1/dead-letters?since=yesterday").statusCode()).isEqualTo(400);
        for (String body :
                List.of("{}", "{\"reciever\": \"hook\"}", "{\"ids\": []}", "[]", "{", "{\"dryRun\": true}")) {
            HttpResponse<String> answer = hub.post("/v1/dead-letters/redrive", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    private ObjectNode settle(String action, String body) {
        HttpResponse<String> answer = hub.post("/v1/dead-letters/" + action, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (ObjectNode) TestHub.json(answer);
    }

    private List<JsonNode> listed(String query) {
        return hub.read("/v1/dead-letters?" + query).path("deadLetters").findParents("id");
    }

    private List<JsonNode> open() {
        return listed("state=open");
    }

    private List<JsonNode> awaitOpen(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> open().size() >= count);
        return open();
    }

    private void awaitCount(String sql, long count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> hub.count(sql) == count);
    }

    /** Replaces the general mappings by one that takes events of this source only. */
    private void takeOnly(String source) {
        mapping(source, "{title: .title, fingerprint: .title}");
    }

    private void mapping(String source, String jq) {
        String mark = "edit " + ++edits;
        hub.files().write("sources/mine.jq", jq);
        hub.files().write("sources/mappings.yaml", """
                mappings:
                  - name: mine
                    description: %s
                    when: { $or: [ { title: [ { exists: true } ] }, { title: [ { exists: false } ] } ] }
                    source: [ %s ]
                    jq: mine.jq
                """.formatted(mark, source));
        await().atMost(Duration.ofSeconds(10)).until(() -> hub.hub().mappings().current().all().stream()
                .anyMatch(mapping -> mapping.description().equals(mark)));
    }
}
