package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.TestHub;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder).start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void everyPathAsksForAnAdminTokenWithTheSameWords() {
        String source = issue("ci").path("token").asText();
        Set<String> bodies = new HashSet<>();
        for (String path : List.of(
                "/v1/events/evt_1",
                "/v1/dead-letters",
                "/v1/dead-letters/dea_1",
                "/v1/tokens",
                "/v1/receivers",
                "/v1/rules")) {
            for (String token : List.of("", "tsn_wrong", source)) {
                HttpResponse<String> answer =
                        hub.exchange(hub.request(path).header("Authorization", "Bearer " + token));
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
                bodies.add(answer.body());
            }
        }
        assertThat(hub.exchange(hub.request("/v1/dead-letters/redrive").POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(bodies).hasSize(1);
    }

    @Test
    void anotherMethodIsAnswered405WithWhatIsAllowed() {
        HttpResponse<String> answer = hub.exchange(hub.authorized("/v1/tokens").PUT(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
    }

    @Test
    void aBodyOfAnotherTypeOrTooLargeIsAProblem() {
        HttpResponse<String> type = hub.exchange(hub.authorized("/v1/tokens").POST(BodyPublishers.ofString("a=b")));
        assertThat(type.statusCode()).isEqualTo(415);
        HttpResponse<String> large = hub.post("/v1/tokens", "{\"a\": \"" + "x".repeat(1_100_000) + "\"}");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aBodyWhoseChunksAreNoneIsAProblem() throws Exception {
        URI url = URI.create(hub.url());
        try (Socket broken = new Socket(url.getHost(), url.getPort())) {
            broken.setSoTimeout(10_000);
            broken.getOutputStream()
                    .write(("POST /v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + hub.token()
                                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}")
                            .getBytes(StandardCharsets.US_ASCII));
            broken.getOutputStream().flush();

            assertThat(new String(broken.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aTokenForASourceOpensThatSourceUntilItIsRevoked() {
        JsonNode issued = issue("ci");
        assertThat(postAs(issued, "ci")).isEqualTo(202);
        assertThat(postAs(issued, "other")).isEqualTo(401);
        assertThat(hub.get("/v1/tokens").body())
                .contains(issued.path("id").asText())
                .doesNotContain(issued.path("token").asText());
        String path = "/v1/tokens/" + issued.path("id").asText();
        assertThat(hub.exchange(hub.authorized(path).DELETE()).statusCode()).isEqualTo(200);
        assertThat(postAs(issued, "ci")).isEqualTo(401);
        assertThat(hub.exchange(hub.authorized(path).DELETE()).statusCode()).isEqualTo(404);
        assertThat(hub.count("SELECT count(*) FROM audit WHERE action IN ('token.issue', 'token.revoke')"))
                .isEqualTo(2);
    }

    @Test
    void theLastAdminTokenCannotBeRevoked() {
        String id = hub.text("SELECT id FROM token WHERE source = ':admin'").orElseThrow();
        HttpResponse<String> answer =
                hub.exchange(hub.authorized("/v1/tokens/" + id).DELETE());
        assertThat(answer.statusCode()).isEqualTo(409);
        issue(":admin");
        assertThat(hub.exchange(hub.authorized("/v1/tokens/" + id).DELETE()).statusCode())
                .isEqualTo(200);
        assertThat(hub.get("/v1/tokens").statusCode()).isEqualTo(401);
        assertThat(hub.post("/v1/events/ci", "{\"title\": \"a\"}").statusCode())
                .as("its power to post is gone with it")
                .isEqualTo(401);
    }

    @Test
    void aSourceThatCannotBeOneIsRefused() {
        assertThat(hub.post("/v1/tokens", "{\"source\": \"A B\"}").statusCode()).isEqualTo(400);
        assertThat(hub.post("/v1/tokens", "{}").statusCode()).isEqualTo(400);
    }

    private JsonNode issue(String source) {
        HttpResponse<String> answer = hub.post("/v1/tokens", "{\"source\": \"" + source + "\"}");
        assertThat(answer.statusCode()).isEqualTo(201);
        return TestHub.json(answer);
    }

    private int postAs(JsonNode issued, String source) {
        return hub.exchange(hub.request("/v1/events/" + source)
                        .header(
                                "Authorization",
                                "Bearer " + issued.path("token").asText())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"title\": \"a\"}")))
                .statusCode();
    }
}
