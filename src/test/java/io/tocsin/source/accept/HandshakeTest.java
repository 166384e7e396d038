package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandshakeTest {
    private Door door;

    @BeforeAll
    void open() throws Exception {
        door = new Door("rate=2");
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void whoAsksWhetherItMaySendIsToldHowOften() throws Exception {
        HttpResponse<String> answer =
                door.send(ask("/v1/events/ci").header("WebHook-Request-Origin", "eventemitter.example.com"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("WebHook-Allowed-Origin")).hasValue("eventemitter.example.com");
        assertThat(answer.headers().firstValue("WebHook-Allowed-Rate")).hasValue("120");
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
    }

    @Test
    void aSourceThatNobodyKnowsIsAnsweredAlike() throws Exception {
        HttpResponse<String> known = door.send(ask("/v1/events/ci").header("WebHook-Request-Origin", "example.com"));
        HttpResponse<String> unknown = door.send(ask("/v1/events/no").header("WebHook-Request-Origin", "example.com"));

        assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
        assertThat(unknown.headers().map()).isEqualTo(known.headers().map());
    }

    @Test
    void anOriginThatIsNoHostNameIsNotRepeated() throws Exception {
        HttpResponse<String> answer =
                door.send(ask("/v1/events/ci").header("WebHook-Request-Origin", "<script>alert(1)</script>"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().map()).doesNotContainKey("webhook-allowed-origin");
    }

    @Test
    void withoutAnOriginOnlyTheMethodsAreTold() throws Exception {
        HttpResponse<String> answer = door.send(ask("/v1/events/ci"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
    }

    private HttpRequest.Builder ask(String path) {
        return HttpRequest.newBuilder(door.uri(path)).method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    }
}
