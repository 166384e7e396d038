package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Moto;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The rules that the command makes, in an EventBridge that really delivers. */
@Timeout(150)
class EventBridgeProvisionTest {
    private static final String RULES = """
            rules:
              - name: production-pipelines
                when: { source: [ aws.codepipeline ], status: [ firing ], labels: { pipeline: [ { prefix: prod- } ] } }
                notify: [ hook ]
            """;

    @TempDir
    Path folder;

    @Test
    void eventBridgeSendsTheProvisionedEventsToTheQueueAndTheHubTellsOfThem() {
        try (Moto moto = Moto.start(folder);
                Sink sink = Sink.start();
                SqsClient sqs = moto.client(SqsClient.builder());
                EventBridgeClient events = moto.client(EventBridgeClient.builder())) {
            String url = sqs.createQueue(request -> request.queueName("ops")).queueUrl();
            String arn = arn(sqs, url);
            HubFiles files = HubFiles.in(folder).rules(RULES).webhook("hook", sink.url(), Map.of());
            String[] provision = {
                "eventbridge",
                "provision",
                "--queue-arn",
                arn,
                "--name",
                "e2e",
                "--endpoint",
                moto.url(),
                "--access-key",
                "x",
                "--secret-key",
                "x"
            };

            Shell.Ran dry = run(provision, "--dry-run");
            assertThat(dry.err()).isEmpty();
            assertThat(dry.out())
                    .contains("rule production-pipelines needs", "create     tocsin-e2e-1", "Nothing was done");
            assertThat(events.listRules(request -> {}).rules()).isEmpty();

            Shell.Ran done = run(provision);
            assertThat(done.exit()).isZero();
            assertThat(done.out())
                    .contains(
                            "Done.", "\"aws:SourceArn\" : \"arn:aws:events:eu-west-1:123456789012:rule/tocsin-e2e-*\"");
            assertThat(run(provision).out()).contains("unchanged  tocsin-e2e-1", "Nothing to do.");

            try (TestHub hub =
                    files.write("sources/aws.camel.yaml", source(moto, url)).start()) {
                put(events, "test-deploy");
                put(events, "prod-deploy");
                assertThat(sink.await(1).get(0).body()).contains("prod-deploy");
                await().atMost(Duration.ofSeconds(20)).until(() -> waiting(sqs, url) == 0);
                assertThat(hub.count("SELECT count(*) FROM event"))
                        .as("what no rule needs stays in AWS")
                        .isOne();
            }

            files.rules("rules: [ { name: none, when: { source: [ aws.ec2 ], labels: { action: [ stop ] } },"
                    + " notify: [ hook ] } ]");
            assertThat(run(provision).out()).contains("update     tocsin-e2e-");
            assertThat(events.listRules(request -> {}).rules())
                    .allMatch(rule -> rule.eventPattern().contains("aws.ec2"));
        }
    }

    @Test
    void aStartThatIsToldToProvisionsAndOneThatCannotStartsAllTheSame() {
        try (Moto moto = Moto.start(folder);
                Sink sink = Sink.start();
                SqsClient sqs = moto.client(SqsClient.builder());
                EventBridgeClient events = moto.client(EventBridgeClient.builder())) {
            String arn = arn(
                    sqs, sqs.createQueue(request -> request.queueName("ops")).queueUrl());
            HubFiles files = HubFiles.in(folder)
                    .rules(RULES)
                    .webhook("hook", sink.url(), Map.of())
                    .with(Setting.EVENTBRIDGE_AT_START, "true")
                    .with(Setting.EVENTBRIDGE_QUEUE, arn)
                    .with(Setting.EVENTBRIDGE_PROFILE, "nobody-has-this-profile")
                    .with(Setting.EVENTBRIDGE_ENDPOINT, moto.url());
            try (TestHub hub = files.start()) {
                hub.send("ci", "{\"title\": \"it burns\"}");
                assertThat(hub.count("SELECT count(*) FROM event")).isOne();
            }
            System.setProperty("aws.accessKeyId", "x");
            System.setProperty("aws.secretAccessKey", "x");
            try (TestHub hub = files.with(Setting.EVENTBRIDGE_PROFILE, "").start()) {
                await().atMost(Duration.ofSeconds(30)).until(() -> events.listRules(request -> {}).rules().stream()
                        .anyMatch(rule -> rule.name().equals("tocsin-tocsin-1")));
            } finally {
                System.clearProperty("aws.accessKeyId");
                System.clearProperty("aws.secretAccessKey");
            }
        }
    }

    @Test
    void whatIsMissingIsSaidInOneLine() {
        HubFiles.in(folder).rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ log ] } ]");
        Shell.Ran noQueue = Shell.in(folder).run("eventbridge", "provision");
        assertThat(noQueue.exit()).isOne();
        assertThat(noQueue.err())
                .contains("the queue is \"\"; expected its ARN")
                .hasLineCount(1);

        Shell.Ran nowhere = Shell.in(folder)
                .run(
                        "eventbridge",
                        "provision",
                        "--queue-arn=arn:aws:sqs:eu-west-1:111122223333:ops",
                        "--endpoint=http://127.0.0.1:1",
                        "--access-key=x",
                        "--secret-key=x");
        assertThat(nowhere.exit()).isOne();
        assertThat(nowhere.err())
                .contains("EventBridge refused listRules on bus default")
                .hasLineCount(1);
    }

    @Test
    void aDryRunShowsThePlanWithoutAws() {
        HubFiles.in(folder).rules(RULES.replace("hook", "log"));
        Shell.Ran dry = Shell.in(folder)
                .run(
                        "eventbridge",
                        "provision",
                        "--dry-run",
                        "--queue-arn=arn:aws:sqs:eu-west-1:111122223333:ops",
                        "--endpoint=http://127.0.0.1:1",
                        "--access-key=x",
                        "--secret-key=x");
        assertThat(dry.err()).isEmpty();
        assertThat(dry.exit()).isZero();
        assertThat(dry.out())
                .contains(
                        "Which rules the bus has is not known (EventBridge refused listRules on bus default",
                        "create     tocsin-tocsin-1",
                        "Nothing was done",
                        "\"aws:SourceArn\"");
    }

    private Shell.Ran run(String[] command, String... more) {
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(command), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return Shell.in(folder).run(all);
    }

    private static void put(EventBridgeClient events, String pipeline) {
        var entry = PutEventsRequestEntry.builder()
                .source("aws.codepipeline")
                .detailType("CodePipeline Pipeline Execution State Change")
                .resources("arn:aws:codepipeline:eu-west-1:123456789012:" + pipeline)
                .detail("{\"pipeline\": \"" + pipeline
                        + "\", \"execution-id\": \"e1\", \"state\": \"FAILED\", \"version\": 1}")
                .build();
        assertThat(events.putEvents(request -> request.entries(entry)).failedEntryCount())
                .isZero();
    }

    private static int waiting(SqsClient sqs, String url) {
        return sqs
                .getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static String arn(SqsClient sqs, String url) {
        return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private static String source(Moto moto, String url) {
        return """
                - templatedRoute:
                    routeTemplateRef: sqs-source
                    routeId: source-aws
                    prefixId: source-aws-
                    parameters:
                      - { name: source, value: aws }
                      - { name: queue, value: ops }
                      - { name: queueUrl, value: "%s" }
                      - { name: region, value: eu-west-1 }
                      - { name: waitTime, value: "1" }
                      - { name: endpoint, value: "%s" }
                      - { name: accessKey, value: x }
                      - { name: secretKey, value: x }
                """.formatted(url, moto.url());
    }
}
