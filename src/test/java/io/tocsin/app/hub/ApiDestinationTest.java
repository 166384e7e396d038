package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An API destination of EventBridge posts to the hub. The header fields are those that AWS documents.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html">API destinations</a>
 */
@Timeout(60)
class ApiDestinationTest {
    private final Sink sink = Sink.start();
    private TestHub hub;
    private String token;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { source: [ aws.codepipeline ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of())
                .start();
        token = TestHub.json(hub.post("/v1/tokens", "{\"source\": \"eventbridge\"}"))
                .path("token")
                .asText();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void anEventWithTheApiKeyIsTakenOnceHoweverOftenItIsSent() throws Exception {
        HttpResponse<String> first = hub.exchange(asAwsSendsIt().header("X-Api-Key", token));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(TestHub.json(first).path("status").asText()).isEqualTo("accepted");
        assertThat(sink.await(1).get(0).body()).contains("Pipeline");

        HttpResponse<String> again = hub.exchange(asAwsSendsIt().header("X-Api-Key", token));
        assertThat(TestHub.json(again).path("status").asText()).isEqualTo("duplicate");
        assertThat(hub.count("SELECT count(*) FROM event")).isOne();
    }

    @Test
    void anEventWithBasicAuthorizationIsTakenWhoeverTheUser() throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString(("eventbridge:" + token).getBytes(StandardCharsets.UTF_8));
        assertThat(hub.exchange(asAwsSendsIt().header("Authorization", "Basic " + credentials))
                        .statusCode())
                .isEqualTo(202);
        sink.await(1);
    }

    @Test
    void aWrongKeyIsRefusedAsWhatAwsDoesNotTryAgain() throws Exception {
        assertThat(hub.exchange(asAwsSendsIt().header("X-Api-Key", token + "x")).statusCode())
                .isEqualTo(401);
        assertThat(hub.exchange(asAwsSendsIt()).statusCode()).isEqualTo(401);
        assertThat(hub.count("SELECT count(*) FROM event")).isZero();
    }

    private HttpRequest.Builder asAwsSendsIt() throws Exception {
        String event = Files.readString(Path.of("routes/sources/aws/samples/codepipeline-execution/failed.json"));
        return hub.request("/v1/events/eventbridge")
                .header("User-Agent", "Amazon/EventBridge/ApiDestinations")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Range", "bytes=0-1048575")
                .header("Accept-Encoding", "gzip,deflate")
                .POST(BodyPublishers.ofString(event));
    }
}
