package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.event.EventDraft;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sender writes in headers, queries and bodies stays data. */
@Timeout(60)
class AcceptHostileTest {
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door("");
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void noHeaderAndNoQueryParameterReachesTheRoute() throws Exception {
        HttpRequest.Builder request = door.post("{\"title\":\"x\"}")
                .uri(door.uri("/v1/events/ci?CamelHttpUri=http://evil&foo=bar&source=other"))
                .header("CamelHttpUri", "http://evil")
                .header("camelhttppath", "/evil")
                .header("To", "a@evil")
                .header("mail.smtp.host", "evil")
                .header("X-Custom", "1")
                .header("breadcrumbId", "evil");

        HttpResponse<String> answer = door.send(request);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(door.inbox.headers).containsExactly(Map.of());
        assertThat(door.inbox.drafts.get(0).source()).isEqualTo("ci");
        assertThat(answer.headers().map().keySet()).containsExactlyInAnyOrder("content-length", "content-type");
    }

    @Test
    void templatesAndMentionsInABodyArriveAsText() throws Exception {
        String body = "{\"title\":\"${sys.user} {{env:HOME}} <#assign x=1> <!channel> <script>\"}";

        assertThat(door.send(door.post(body)).statusCode()).isEqualTo(202);
        assertThat(text(door.inbox.drafts.get(0))).isEqualTo(body);
    }

    @Test
    void everyMalformedBodyIsAProblemAndTheNextGoodOneIsAccepted() throws Exception {
        String[] bodies = {
            "",
            " ",
            "{",
            "[",
            "[{},",
            "{\"a\"",
            "{\"a\":}",
            "{'a':1}",
            "nul",
            "17",
            "\"x\"",
            "null",
            "<xml/>",
            "a=b&c=d",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1e999}",
            "{\"a\":NaN}",
            "{} {}",
            "\uFEFF{}",
            "{\"a\":\"\u0001\"}",
            "{\"\\uD800\":",
            "[".repeat(5000),
            "[".repeat(65) + "]".repeat(65),
            "{\"a\":".repeat(1000) + "1",
            "{\"n\":" + "9".repeat(500) + "}",
            "\u0000\u0000{}",
            "--\n\n{}",
            "// comment\n{}",
            "{\"a\":1,}",
        };
        for (String body : bodies) {
            HttpResponse<String> refused = door.send(door.post(body));
            assertThat(refused.statusCode()).as(body).isIn(400, 422);
            AcceptTest.assertProblem(refused, refused.statusCode());
            assertThat(refused.body())
                    .doesNotContain("Exception")
                    .doesNotContain("jackson")
                    .doesNotContain("io.tocsin");

            assertThat(door.send(door.post("{}")).statusCode()).isEqualTo(202);
        }
        assertThat(door.inbox.drafts).hasSize(bodies.length);
    }

    private static String text(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }
}
