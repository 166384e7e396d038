package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.QueuePair;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.model.token.Role;
import io.tocsin.pipeline.statistics.RollUp;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the contract, asked of a running hub with real data: each answer that is described comes, and is as described. */
@Timeout(180)
@Tag("slow")
class ContractWalkTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String RULES = """
            escalations:
              - name: wake
                steps:
                  - { notify: [ { people: { names: [ ben ], via: [ sms ] } } ], delay: 1h }
            check-ins:
              - { name: backup, description: The backup of db-1, every: 1d, labels: { service: db } }
            questions:
              - name: production
                when: { labels: { pipeline: [ prod-deploy ] } }
                ask: [ hook ]
                by: { names: [ ann ] }
                answerTo: codepipeline
            windows:
              - name: nightly-backup
                description: The backup loads the disks
                when: { labels: { alertname: [ DiskSlow ] } }
                start: 2026-01-31T02:00
                for: 2h
                zone: Europe/Berlin
                repeat: FREQ=DAILY
            rules:
              - { name: woken, when: { severity: [ critical ] }, notify: [ hook ], escalate: wake }
              - { name: lost, when: { labels: { to: [ broken ] } }, notify: [ broken ] }
              - name: all
                description: Whatever it is
                when: { status: [ firing, resolved ] }
                notify: [ hook, { people: { names: [ ann ], via: [ sms ] } } ]
                repeat: 4h
            """;
    private static final String PEOPLE = """
            people:
              - { name: ann, addresses: { sms: "+4915112345678" } }
              - { name: ben, addresses: { sms: "+4915112345679" } }
            receivers: { sms: text }
            """;
    private static final String SCHEDULES = """
            schedules:
              - name: primary
                description: Who is called first
                zone: Europe/Berlin
                layers:
                  - { name: weeks, starts: 2026-01-05T09:00, rotation: [ ann, ben ] }
            """;
    private static final String QUESTION = """
            {"region": "eu-west-1", "approval": {"pipelineName": "prod-deploy", "stageName": "Production", "actionName": "Approve",
              "token": "%s", "expires": "2099-07-07T20:22Z", "customData": "Look at the log"}}
            """;

    /** Bodies without which an operation does not get as far as to miss what its path names. */
    private static final Map<String, String> BODIES = Map.of(
            "assignIncident", "{\"to\": null}",
            "resolveIncident", "{\"resolution\": \"another\"}",
            "stateIncident", "{\"status\": \"monitoring\"}",
            "commentIncident", "{\"text\": \"so\"}",
            "addOverride", "{\"people\": [\"ben\"], \"duration\": \"2h\"}",
            "answerQuestion", "{\"choice\": \"approve\", \"as\": \"ann\"}",
            "addSilence", "{\"matchers\": [\"env=test\"], \"duration\": \"2h\", \"comment\": \"c\"}",
            "addWindow",
                    "{\"matchers\": [\"env=test\"], \"comment\": \"c\", \"start\": \"2100-01-01T02:00\", \"for\": \"2h\", \"zone\": \"UTC\"}",
            "issueToken", "{\"source\": \"ci\"}",
            "useRules", "{\"version\": \"nobody\"}");

    /** What only hubs in company answer; {@code TwoHubsKnowTest} has them. */
    private static final Set<String> ELSEWHERE = Set.of("redriveDeadLetters 503");

    private final AnswerCheck answers = new AnswerCheck();
    private final Contract contract = Contract.shipped();
    private final Sink sink = Sink.start();
    private final Sink broken = Sink.start().answer(404, "no such channel");
    private final Sink aws = Sink.start().answer(200, "{\"approvedAt\": 1755684005.0}");
    private final QueuePair queue = new QueuePair();
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        queue.send("{\"title\": \"it burns\"}");
        queue.giveUp();
        hub = HubFiles.in(folder)
                .with(Setting.METRICS_PUBLIC, "false")
                .rules(RULES)
                .write("rules/recipients.yaml", PEOPLE)
                .write("rules/schedules.yaml", SCHEDULES)
                .write("sources/aws.camel.yaml", queue.source("aws", ""))
                .write("sources/bare.camel.yaml", queue.sourceWithoutDeadLetters("bare", ""))
                .webhook("hook", sink.url(), Map.of())
                .webhook("text", sink.url(), Map.of())
                .webhook("broken", broken.url(), Map.of())
                .receiver(
                        "codepipeline-approval",
                        "codepipeline",
                        Map.of("endpoint", aws.url(), "accessKey", "AKIDEXAMPLE", "secretKey", "secret"))
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        queue.close();
        sink.close();
        broken.close();
        aws.close();
    }

    @Test
    void everyOperationAnswersAsTheContractSays() {
        List<Runnable> parts = List.of(
                this::withoutToken,
                this::withTooLittleARole,
                this::withWhatNobodyKnows,
                this::withIdsOfNothing,
                this::withAnothersKey,
                this::health,
                this::events,
                this::incidents,
                this::deadLetters,
                this::queues,
                this::sent,
                this::silences,
                this::windows,
                this::onCall,
                this::checkIns,
                this::questions,
                this::statistics,
                this::audit,
                this::tokens,
                this::files,
                this::otherProblems);
        SoftAssertions all = new SoftAssertions();
        parts.forEach(part -> all.assertThatCode(part::run).doesNotThrowAnyException());
        all.assertThat(answers.faults()).isEmpty();

        Set<String> missing = new TreeSet<>(answers.described());
        missing.removeIf(answer -> answer.endsWith(" default"));
        missing.removeAll(answers.seen());
        all.assertThat(missing).as("described, and never answered").isEqualTo(ELSEWHERE);
        all.assertAll();
    }

    private void withoutToken() {
        contract.operations().stream()
                .filter(operation -> operation.security() == Operation.Security.TOKEN)
                .filter(operation -> !operation.path().startsWith("/v1/answers/")) // there where a route file makes it
                .forEach(operation -> {
                    String path = filled(operation);
                    answers.check(operation.id(), 401, path, hub.exchange(request(operation, hub.request(path), "{}")));
                });
        answers.check("scrapeMetrics", 401, "/metrics", hub.exchange(hub.request("/metrics")));
        answers.check("showCalendar", 404, "/v1/calendars/person/ann/x.ics", hub.get("/v1/calendars/person/ann/x.ics"));
    }

    private void withTooLittleARole() {
        String viewer = hub.issue("{\"role\": \"viewer\"}").path("token").asText();
        ours().filter(operation ->
                        operation.role().filter(role -> role != Role.VIEWER).isPresent())
                .forEach(operation -> {
                    String path = filled(operation);
                    JsonNode problem = answers.check(
                            operation.id(), 403, path, hub.as(viewer, operation.method(), path, written(operation)));
                    assertThat(problem.path("detail").asText())
                            .contains("needs the role "
                                    + operation.role().orElseThrow().word());
                });
    }

    private static String written(Operation operation) {
        return operation.method().equals("POST") ? "{}" : "";
    }

    private void withWhatNobodyKnows() {
        ours().forEach(operation -> {
            String path = filled(operation) + "?nobody=1";
            HttpResponse<String> answer = hub.exchange(request(operation, hub.authorized(path), "{}"));
            JsonNode problem = answers.check(operation.id(), 400, path, answer);
            assertThat(problem.path("detail").asText()).contains("There is no parameter nobody; expected ");
        });
        ours().filter(operation -> operation.body().isPresent()).forEach(operation -> {
            String path = filled(operation);
            JsonNode problem = answers.check(
                    operation.id(),
                    400,
                    path,
                    hub.exchange(request(operation, hub.authorized(path), "{\"nobdy\": 1}")));
            assertThat(problem.path("detail").asText()).startsWith("There is no field nobdy; expected some of ");
        });
    }

    private void withIdsOfNothing() {
        ours().filter(operation -> operation.path().contains("{")).forEach(operation -> {
            String path = filled(operation);
            String body = BODIES.getOrDefault(operation.id(), "{}");
            answers.check(operation.id(), 404, path, hub.exchange(request(operation, hub.authorized(path), body)));
        });
        get("listEvents", 404, "/v1/events?receiver=nobody");
        get("listAlerts", 404, "/v1/alerts?rule=nobody");
        get("listIncidents", 404, "/v1/incidents?source=nobody");
        get("listDeliveries", 404, "/v1/deliveries?receiver=nobody");
        get("listDeadLetters", 404, "/v1/dead-letters?receiver=nobody");
        post("redriveDeadLetters", 404, "/v1/dead-letters/redrive", "{\"receiver\": \"nobody\"}");
        post("discardDeadLetters", 404, "/v1/dead-letters/discard", "{\"rule\": \"nobody\"}");
        post("useRules", 404, "/v1/rules/use", "{\"version\": \"nobody\"}");
    }

    private void withAnothersKey() {
        hub.exchange(hub.authorized("/v1/tokens/nobody")
                .header("Idempotency-Key", "walk")
                .DELETE());
        ours().filter(Operation::isUnsafe).forEach(operation -> {
            String path = filled(operation).replace("nobody", "somebody");
            String body = BODIES.getOrDefault(operation.id(), "{}");
            JsonNode problem = answers.check(
                    operation.id(),
                    422,
                    path,
                    hub.exchange(request(operation, hub.authorized(path).header("Idempotency-Key", "walk"), body)));
            assertThat(problem.path("type").asText()).isEqualTo("urn:tocsin:problem:key-reused");
        });
    }

    /** What somebody changed since, of all that takes If-Match at this path. */
    private void withAnOldTag(String at, String name) {
        contract.operations().stream()
                .filter(operation -> operation.takes("If-Match"))
                .filter(operation -> (operation.path() + "/").startsWith(at.replace(name, "{id}") + "/"))
                .forEach(operation -> {
                    String path = operation.path().replace("{id}", name);
                    answers.check(
                            operation.id(),
                            412,
                            path,
                            hub.exchange(request(
                                    operation,
                                    hub.authorized(path).header("If-Match", "\"old.1\""),
                                    BODIES.getOrDefault(operation.id(), "{}"))));
                });
    }

    private void twice(String operationId, String path) {
        String tag = hub.get(path).headers().firstValue("ETag").orElseThrow();
        answers.check(operationId, 304, path, hub.exchange(hub.authorized(path).header("If-None-Match", tag)));
    }

    private void health() {
        answers.check("showContract", 200, "/v1/openapi.json", hub.exchange(hub.request("/v1/openapi.json")));
        answers.check("live", 200, "/health/live", hub.exchange(hub.request("/health/live")));
        get("ready", 200, "/health/ready");
        get("scrapeMetrics", 200, "/metrics");
        stopRoute("source-http");
        JsonNode trouble = get("ready", 503, "/health/ready").at("/troubles/0");
        assertThat(trouble.path("detail").asText()).isEqualTo("source-http does not run");
        answers.check("ready", 503, "/health/ready", hub.exchange(hub.request("/health/ready")));
        startRoute("source-http");
    }

    private void events() {
        String one = post("postEvents", 202, "/v1/events/ci", event("it burns", "high", "x"))
                .path("id")
                .asText();
        post("postEvents", 202, "/v1/events/ci", "[" + event("it burns", "high", "x") + "]");
        post("postEvents", 202, "/v1/events/ci", event("it is lost", "low", "broken"));
        post("postEvents", 202, "/v1/events/ci", "{\"nothing\": \"anybody knows\"}");
        post("postEvents", 400, "/v1/events/ci", "{");
        post("postEvents", 422, "/v1/events/ci", "7");
        answers.check(
                "postEvents",
                415,
                "/v1/events/ci",
                hub.exchange(hub.authorized("/v1/events/ci").POST(BodyPublishers.ofString("a=b"))));
        sink.await(2);
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM dead_letter") == 2);
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'pending'") == 0);

        JsonNode trace = get("traceEvent", 200, "/v1/events/" + one);
        assertThat(trace.at("/notices/0/deliveries/0/attempts")).isNotEmpty();
        for (String table : Set.of("alert", "incident", "notice", "delivery", "dead_letter")) {
            String id =
                    hub.text("SELECT id FROM " + table + " ORDER BY id LIMIT 1").orElseThrow();
            get("traceEvent", 200, "/v1/events/" + id);
        }
        assertThat(get("listEvents", 200, "/v1/events?limit=1&state=decided")
                        .path("next")
                        .asText())
                .isNotEmpty();
        get("listEvents", 200, "/v1/events?label=to%3Dx&label=to!%3Dy&title=it&until=2100-01-01T00:00:00Z");
        get("listEvents", 200, "/v1/events?externalId=nothing");
        get("listEvents", 200, "/v1/events");
        String viewer = hub.issue("{\"role\": \"viewer\"}").path("token").asText();
        String path = "/v1/events/" + one;
        JsonNode withheld = answers.check("traceEvent", 200, path, hub.as(viewer, "GET", path, ""));
        assertThat(withheld.at("/event/withheld/0").asText()).isEqualTo("body");
        get("listAlerts", 200, "/v1/alerts?state=firing&severity=high&since=2026-01-01T00:00:00%2B01:00");
    }

    private void incidents() {
        hub.send("ci", event("wake up", "critical", "ben"));
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM incident WHERE title = 'wake up'") == 1);
        String id = hub.text("SELECT id FROM incident WHERE title = 'wake up'").orElseThrow();
        String at = "/v1/incidents/" + id;
        post("escalateIncident", 200, at + "/escalate", "{\"as\": \"mia\"}");
        await().atMost(SOON).until(() -> !hub.read(at).path("escalations").isEmpty());
        post("acknowledgeIncident", 200, at + "/acknowledge", "{\"as\": \"mia\"}");
        post("unacknowledgeIncident", 200, at + "/unacknowledge", "{}");
        post("acknowledgeIncident", 200, at + "/acknowledge", "");
        post("assignIncident", 200, at + "/assign", "{\"to\": \"bo\"}");
        post("stateIncident", 200, at + "/status", "{\"status\": \"identified\", \"impact\": \"slow\"}");
        post("commentIncident", 200, at + "/comments", "{\"text\": \"the disk\", \"as\": \"mia\"}");
        post("silenceIncident", 200, at + "/silence", "{\"duration\": \"2h\"}");
        JsonNode whole = get("showIncident", 200, at);
        assertThat(whole.path("comments"))
                .as("what was said, and that it was silenced")
                .hasSize(2);
        assertThat(whole.path("deliveries")).isNotEmpty();
        withAnOldTag(at, id);
        await().atMost(SOON).until(() -> hub.get(at).body().equals(hub.get(at).body()));
        twice("showIncident", at);
        get("listIncidents", 200, "/v1/incidents?state=acknowledged&rule=woken");
        get("traceEvent", 200, "/v1/events/" + id);
        get("auditAlert", 200, "/v1/audit/alerts/" + id);

        post("resolveIncident", 200, at + "/resolve", "{\"resolution\": \"new disks\", \"as\": \"mia\"}");
        post("closeIncident", 200, at + "/close", "{}");
        get("showIncident", 200, at);
        for (String[] act : new String[][] {
            {"acknowledge", "acknowledgeIncident"},
            {"unacknowledge", "unacknowledgeIncident"},
            {"escalate", "escalateIncident"},
            {"assign", "assignIncident"},
            {"status", "stateIncident"},
            {"resolve", "resolveIncident"},
            {"comments", "commentIncident"},
            {"silence", "silenceIncident"}
        }) {
            post(act[1], 409, at + "/" + act[0], BODIES.getOrDefault(act[1], "{}"));
        }
        String open =
                hub.text("SELECT id FROM incident WHERE title = 'it burns'").orElseThrow();
        post("closeIncident", 409, "/v1/incidents/" + open + "/close", "{}");
        get(
                "auditAlert",
                200,
                "/v1/audit/alerts/" + hub.text("SELECT id FROM alert LIMIT 1").orElseThrow());
    }

    private void deadLetters() {
        String id = get("listDeadLetters", 200, "/v1/dead-letters?kind=delivery")
                .at("/deadLetters/0/id")
                .asText();
        get("listDeadLetters", 200, "/v1/dead-letters?state=all&limit=1");
        get("showDeadLetter", 200, "/v1/dead-letters/" + id);
        post("redriveDeadLetters", 200, "/v1/dead-letters/redrive", "{\"receiver\": \"broken\", \"dryRun\": true}");
        post("redriveDeadLetters", 200, "/v1/dead-letters/redrive", "{\"ids\": [\"" + id + "\", \"dea_x\"]}");
        broken.await(2);
        get("showDeadLetter", 200, "/v1/dead-letters/" + id);
        get("traceEvent", 200, "/v1/events/" + id);
        post(
                "discardDeadLetters",
                200,
                "/v1/dead-letters/discard",
                "{\"all\": true, \"reason\": \"old\", \"as\": \"mia\"}");
    }

    private void queues() {
        get("listQueueDeadLetters", 200, "/v1/dead-letters/queues");
        get("listQueueDeadLetters", 200, "/v1/dead-letters/queues?ages=false");
        get("showQueueDeadLetters", 200, "/v1/dead-letters/queues/aws?max=5");
        get("showQueueDeadLetters", 502, "/v1/dead-letters/queues/bare");
        post("redriveQueueDeadLetters", 202, "/v1/dead-letters/queues/aws/redrive", "{\"as\": \"mia\"}");
        post("redriveQueueDeadLetters", 502, "/v1/dead-letters/queues/bare/redrive", "{}");
        await().atMost(SOON)
                .until(() -> hub.read("/v1/dead-letters/queues").at("/queues/0").has("lastMove"));
        get("listQueueDeadLetters", 200, "/v1/dead-letters/queues");
    }

    private void sent() {
        assertThat(get("listDeliveries", 200, "/v1/deliveries?limit=1")
                        .path("next")
                        .asText())
                .isNotEmpty();
        for (String query : List.of("state=delivered", "receiver=hook", "failureClass=permanent", "state=pending")) {
            get("listDeliveries", 200, "/v1/deliveries?" + query);
        }
        JsonNode sent = hub.read("/v1/deliveries").path("deliveries");
        assertThat(sent).hasSizeGreaterThan(3);
        sent.forEach(delivery -> {
            get("showDelivery", 200, "/v1/deliveries/" + delivery.path("id").asText());
            get("showNotice", 200, "/v1/notices/" + delivery.path("notice").asText());
        });
        String incident =
                hub.text("SELECT id FROM incident WHERE title = 'wake up'").orElseThrow();
        assertThat(get("listDeliveries", 200, "/v1/deliveries?incident=" + incident)
                        .path("deliveries"))
                .isNotEmpty();
    }

    private void silences() {
        String which = "\"matchers\": [\"env=test\", {\"name\": \"a\", \"value\": \"b\", \"isEqual\": false}]";
        String id = post(
                        "addSilence",
                        201,
                        "/v1/silences",
                        "{" + which + ", \"duration\": \"2h\", \"comment\": \"disks\"}")
                .path("id")
                .asText();
        post(
                "addSilence",
                409,
                "/v1/silences",
                "{\"pattern\": {\"status\": [\"firing\"]}, \"duration\": \"1h\", \"comment\": \"c\"}");
        post("previewSilence", 200, "/v1/silences/preview", "{\"pattern\": {\"severity\": [\"high\"]}}");
        get("listSilences", 200, "/v1/silences?state=all&limit=1");
        get("showSilence", 200, "/v1/silences/" + id);
        withAnOldTag("/v1/silences/" + id, id);
        twice("showSilence", "/v1/silences/" + id);
        post("changeSilence", 200, "/v1/silences/" + id, "{\"duration\": \"4h\", \"as\": \"mia\"}");
        post("changeSilence", 409, "/v1/silences/" + id, "{\"pattern\": {\"status\": [\"firing\"]}}");
        post("endSilence", 200, "/v1/silences/" + id + "/end", "{\"reason\": \"disks are in\"}");
        post("endSilence", 409, "/v1/silences/" + id + "/end", "{}");
        post("changeSilence", 200, "/v1/silences/" + id, "{\"duration\": \"4h\"}");
    }

    private void windows() {
        String times =
                "\"start\": \"2100-01-01T02:00\", \"for\": \"2h\", \"zone\": \"UTC\", \"repeat\": \"FREQ=DAILY\","
                        + " \"except\": [\"2100-01-02\"], \"notify\": [\"hook\", {\"people\": {\"names\": [\"ann\"], \"via\": [\"sms\"]}}]";
        post("previewWindow", 200, "/v1/windows/preview", "{\"matchers\": [\"env=test\"], " + times + "}");
        String id = post(
                        "addWindow",
                        201,
                        "/v1/windows",
                        "{\"matchers\": [\"env=test\"], \"comment\": \"c\", " + times + "}")
                .path("id")
                .asText();
        post(
                "addWindow",
                409,
                "/v1/windows",
                "{\"pattern\": {\"status\": [\"firing\"]}, \"comment\": \"c\", " + times + "}");
        get("listWindows", 200, "/v1/windows?state=all");
        get("showWindow", 200, "/v1/windows/" + id);
        get("showWindow", 200, "/v1/windows/nightly-backup");
        withAnOldTag("/v1/windows/" + id, id);
        twice("showWindow", "/v1/windows/" + id);
        post("endWindow", 200, "/v1/windows/" + id + "/end", "{}");
        post("endWindow", 409, "/v1/windows/nightly-backup/end", "{}");
    }

    private void onCall() {
        get("listOnCall", 200, "/v1/on-call");
        get("showOnCall", 200, "/v1/on-call/primary?from=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z");
        String id = post("addOverride", 201, "/v1/on-call/primary/overrides", BODIES.get("addOverride"))
                .path("id")
                .asText();
        get("listOverrides", 200, "/v1/on-call/primary/overrides");
        twice("listOverrides", "/v1/on-call/primary/overrides");
        post("endOverride", 200, "/v1/on-call/primary/overrides/" + id + "/end", "{\"reason\": \"r\"}");
        post("linkScheduleCalendar", 201, "/v1/on-call/primary/calendar", "{\"as\": \"ann\"}");
        String url = post("linkPersonCalendar", 201, "/v1/people/ann/calendar", "{}")
                .path("url")
                .asText();
        String path = url.substring(url.indexOf("/v1/"));
        answers.check("showCalendar", 200, path, hub.exchange(hub.request(path)));
    }

    private void checkIns() {
        post("checkIn", 204, "/v1/check-ins/backup", "");
        get("checkInByGet", 204, "/v1/check-ins/backup");
        get("checkInByGet", 404, "/v1/check-ins/nobody");
        get("listCheckIns", 200, "/v1/check-ins");
    }

    private void questions() {
        hub.send("aws-approvals", QUESTION.formatted("token-one"));
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM question") == 1);
        String id = hub.text("SELECT id FROM question").orElseThrow();
        get("listQuestions", 200, "/v1/questions");
        get("showQuestion", 200, "/v1/questions/" + id);
        post("answerQuestion", 409, "/v1/questions/" + id + "/answer", "{\"choice\": \"approve\", \"as\": \"ben\"}");
        post(
                "answerQuestion",
                200,
                "/v1/questions/" + id + "/answer",
                "{\"choice\": \"approve\", \"as\": \"ann\", \"comment\": \"looks right\"}");
        await().atMost(SOON)
                .until(() ->
                        hub.read("/v1/questions/" + id).path("telling").asText().equals("done"));
        get("showQuestion", 200, "/v1/questions/" + id);
        get("listQuestions", 200, "/v1/questions?state=all&limit=1");
    }

    private void statistics() {
        // Two hours on the hour that runs is over, and is made once more, with all that happened so far.
        InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofHours(2));
        new RollUp(hub.hub().store(), later, new ObjectMapper(), Duration.ofDays(30), true, () -> true).run();
        JsonNode all = get("showStatistics", 200, "/v1/statistics");
        assertThat(all.path("madeAt").asText()).isNotEmpty();
        assertThat(all.at("/series/0/total/delivered").asInt()).isPositive();
        for (String by : List.of("rule", "receiver", "severity", "source")) {
            JsonNode answer =
                    get("showStatistics", 200, "/v1/statistics?step=hour&zone=Europe/Berlin&limit=2&by=" + by);
            assertThat(answer.path("by").asText()).isEqualTo(by);
        }
        JsonNode noise = get("showNoise", 200, "/v1/statistics/noise?from=2026-01-01T00:00:00Z");
        assertThat(noise.path("people").isArray()).isTrue();
        get("showStatistics", 400, "/v1/statistics?from=2100-01-01T00:00:00Z&until=2099-01-01T00:00:00Z");
        get("showStatistics", 400, "/v1/statistics?zone=Nowhere");
        get("showNoise", 400, "/v1/statistics/noise?until=later");
    }

    private void audit() {
        await().atMost(SOON)
                .until(() -> !hub.read("/v1/audit/export").path("entries").isEmpty());
        get("listAudit", 200, "/v1/audit?action=incident&since=2026-01-01T00:00:00Z&limit=2");
        get("exportAudit", 200, "/v1/audit/export?limit=2");
        get("verifyAudit", 200, "/v1/audit/verify");
    }

    private void tokens() {
        String id = post("issueToken", 201, "/v1/tokens", "{\"source\": \"ci\"}")
                .path("id")
                .asText();
        String own = post(
                        "issueToken",
                        201,
                        "/v1/tokens",
                        "{\"role\": \"viewer\", \"name\": \"wall\", \"person\": \"ann\", \"duration\": \"90d\"}")
                .path("token")
                .asText();
        String self = "/v1/tokens/self";
        answers.check("showOwnToken", 200, self, hub.as(own, "GET", self, ""));
        get("listTokens", 200, "/v1/tokens");
        answers.check("revokeOwnToken", 200, self, hub.as(own, "DELETE", self, ""));
        answers.check("revokeOwnToken", 409, self, hub.as(hub.token(), "DELETE", self, ""));
        delete(200, id);
        get("listTokens", 200, "/v1/tokens");
        delete(409, hub.text("SELECT id FROM token WHERE source = ':admin'").orElseThrow());
        get("listLinkKeys", 200, "/v1/link-keys");
        twice("listLinkKeys", "/v1/link-keys");
        withAnOldTag("/v1/link-keys", "none");
        post("rotateLinkKeys", 201, "/v1/link-keys", "{\"endAll\": true}");
    }

    private void delete(int status, String id) {
        String path = "/v1/tokens/" + id;
        answers.check(
                "revokeToken", status, path, hub.exchange(hub.authorized(path).DELETE()));
    }

    private void files() {
        get("listReceivers", 200, "/v1/receivers");
        for (String name : List.of("hook", "broken", "text")) {
            get("showReceiver", 200, "/v1/receivers/" + name);
        }
        String before = get("listRules", 200, "/v1/rules").path("version").asText();
        get("listRuleVersions", 200, "/v1/rules/versions");
        post("useRules", 200, "/v1/rules/use", "{\"loaded\": true}");
        hub.files().rules(RULES.replace("Whatever it is", "Anything"));
        await().atMost(SOON)
                .until(() -> !hub.read("/v1/rules").path("version").asText().equals(before));
        await().atMost(SOON)
                .until(() -> hub.read("/v1/rules/versions").path("versions").size() > 2);
        post("useRules", 409, "/v1/rules/use", "{\"version\": \"" + before + "\"}");
        hub.files().rules("rules: [ { name: all } ]");
        await().atMost(SOON).until(() -> hub.read("/v1/rules").has("refusedEdit"));
        get("listRules", 200, "/v1/rules");
        get("ready", 200, "/health/ready");
    }

    private void otherProblems() {
        String path = "/v1/silences";
        answers.check("addSilence", 413, path, hub.post(path, "{\"comment\": \"" + "x".repeat(1_100_000) + "\"}"));
        answers.check("addSilence", 415, path, hub.exchange(hub.authorized(path).POST(BodyPublishers.ofString("a=b"))));
        answers.check("addSilence", 400, path, hub.post(path, "["));
        answers.check(
                "listSilences", 405, path, hub.exchange(hub.authorized(path).PUT(BodyPublishers.ofString("{}"))));
    }

    private java.util.stream.Stream<Operation> ours() {
        return contract.operations().stream()
                .filter(operation -> !operation.isRoute() && operation.security() == Operation.Security.TOKEN);
    }

    /** A path with names of nothing in it. */
    private static String filled(Operation operation) {
        String id = operation.id().equals("traceEvent") ? "evt_nobody" : "nobody";
        return operation.path().replaceAll("\\{[a-z]+}", id);
    }

    private static HttpRequest.Builder request(Operation operation, HttpRequest.Builder request, String body) {
        boolean isRead = operation.method().equals("GET") || operation.method().equals("DELETE");
        return request.header("Content-Type", "application/json")
                .method(operation.method(), isRead ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private JsonNode get(String operationId, int status, String path) {
        return answers.check(operationId, status, path, hub.get(path));
    }

    private JsonNode post(String operationId, int status, String path, String body) {
        return answers.check(operationId, status, path, hub.post(path, body));
    }

    private static String event(String title, String severity, String to) {
        return "{\"title\": \"" + title + "\", \"severity\": \"" + severity + "\", \"startsAt\": \"" + Instant.now()
                + "\", \"labels\": {\"to\": \"" + to + "\"}}";
    }

    private void stopRoute(String id) {
        try {
            hub.hub().camel().getRouteController().stopRoute(id);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void startRoute(String id) {
        try {
            hub.hub().camel().getRouteController().startRoute(id);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
