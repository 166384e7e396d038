package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.QueuePair;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SQS gave up on, as an operator of the hub sees it and sends it back. */
@Timeout(90)
@Tag("slow")
class QueueDeadLettersTest {
    private static final String EVENT = "{\"title\": \"it burns\", \"id\": \"e1\"}";

    private final Sink sink = Sink.start();
    private final QueuePair queue = new QueuePair();
    private HubFiles files;

    @BeforeEach
    void files(@TempDir Path folder) {
        files = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of());
    }

    @AfterEach
    void stop() {
        queue.close();
        sink.close();
    }

    @Test
    void whatSqsGaveUpOnIsCountedShownMovedBackAndArrivesAsAnEvent() {
        queue.send(EVENT);
        queue.giveUp(); // somebody, a hub that was ill say, took it as often as the queue allows
        try (TestHub hub =
                files.write("sources/aws.camel.yaml", queue.source("aws", "")).start()) {
            JsonNode listed = hub.read("/v1/dead-letters/queues").at("/queues/0");
            assertThat(listed.path("name").asText()).isEqualTo("aws");
            assertThat(listed.path("deadLetterQueue").asText()).endsWith(":events-dead");
            assertThat(listed.path("messages").asLong()).isOne();
            assertThat(listed.has("oldestSentAt")).isTrue();

            JsonNode shown = hub.read("/v1/dead-letters/queues/aws");
            assertThat(shown.at("/messages/0/body").asText()).isEqualTo(EVENT);
            assertThat(shown.at("/messages/0/messageId").asText()).isNotEmpty();
            assertThat(hub.read("/v1/dead-letters/queues/aws").path("messages"))
                    .as("a look gives it back")
                    .hasSize(1);
            assertThat(hub.count("SELECT count(*) FROM event")).isZero();

            HttpResponse<String> answer = hub.post(
                    "/v1/dead-letters/queues/aws/redrive", "{\"as\": \"mia\", \"reason\": \"hub is well again\"}");
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(sink.await(1).get(0).body()).contains("it burns");

            assertThat(hub.text("SELECT actor FROM audit").orElseThrow()).startsWith("mia (tok_");
            assertThat(hub.text("SELECT action FROM audit")).contains("queue.redrive");
            assertThat(hub.text("SELECT target FROM audit").orElseThrow()).endsWith(":events-dead");
            assertThat(hub.text("SELECT detail FROM audit")).contains("aws: hub is well again");
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                JsonNode after = hub.read("/v1/dead-letters/queues").at("/queues/0");
                assertThat(after.path("messages").asLong()).isZero();
                assertThat(after.at("/lastMove/status").asText()).isEqualTo("COMPLETED");
                assertThat(after.at("/lastMove/moved").asLong()).isOne();
            });
        }
    }

    @Test
    void aDeadLetterQueueThatTheRouteNamesIsTakenWithoutAskingTheRedrivePolicy() {
        queue.send(EVENT);
        queue.giveUp();
        String named = "      - { name: deadLetterQueue, value: \"" + queue.deadArn() + "\" }\n";
        try (TestHub hub = files.write("sources/aws.camel.yaml", queue.sourceWithoutDeadLetters("aws", named))
                .start()) {
            assertThat(hub.read("/v1/dead-letters/queues")
                            .at("/queues/0/messages")
                            .asLong())
                    .isOne();
        }
    }

    @Test
    void aQueueWithoutDeadLettersIsSaidToHaveNoneAndCannotBeShown() {
        try (TestHub hub = files.write("sources/aws.camel.yaml", queue.sourceWithoutDeadLetters("aws", ""))
                .start()) {
            assertThat(hub.read("/v1/dead-letters/queues").at("/queues/0").has("messages"))
                    .isFalse();
            HttpResponse<String> shown = hub.get("/v1/dead-letters/queues/aws");
            assertThat(shown.statusCode()).isEqualTo(502);
            assertThat(shown.body()).contains("aws has no dead-letter queue");
            assertThat(hub.get("/v1/dead-letters/queues/nobody").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aQueueThatCannotBeReachedHindersNoOther() {
        String gone = queue.source(
                "gone",
                "      - { name: deadLetterQueue, value: \"" + queue.deadArn().replace("events-dead", "nowhere")
                        + "\" }\n");
        try (TestHub hub = files.write("sources/aws.camel.yaml", queue.source("aws", ""))
                .write("sources/gone.camel.yaml", gone)
                .start()) {
            JsonNode queues = hub.read("/v1/dead-letters/queues?ages=false").path("queues");
            assertThat(queues.at("/0/name").asText()).isEqualTo("aws");
            assertThat(queues.at("/0/messages").asLong()).isZero();
            assertThat(queues.at("/1/name").asText()).isEqualTo("gone");
            assertThat(queues.at("/1/problem").asText()).contains("sqs:GetQueueAttributes", ":nowhere");
        }
    }
}
