package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.token.LinkSigner;
import io.tocsin.pipeline.link.AnswerToken;
import io.tocsin.store.sql.TestStores;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one of two whole hubs on a PostgreSQL store knows, the other knows. */
@Tag("slow")
@Timeout(120)
class TwoHubsKnowTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String NOBODY = "rules: [ { name: all, when: { source: [ ci ] }, notify: [] } ]";

    @TempDir
    Path folder;

    private final Sink sink = Sink.start();
    private TestHub a;
    private TestHub b;

    @BeforeEach
    void start() {
        a = files("a").webhook("only-a", sink.url(), Map.of()).start();
        b = files("b").start();
    }

    @AfterEach
    void stop() {
        b.close();
        a.close();
        sink.close();
    }

    private HubFiles files(String name) {
        return HubFiles.in(folder.resolve(name))
                .with(Setting.NAME, name)
                .with(Setting.RELOAD, "100ms")
                .store(file -> TestStores.sharedByTheServersClock(folder, name))
                .rules(NOBODY);
    }

    /** One story, since two hubs take seconds to start. */
    @Test
    void aTokenALinkAnEditOfTheRulesAndAReceiverOfOneHubCountAtTheOther() {
        JsonNode issued = TestHub.json(a.post("/v1/tokens", "{\"source\": \"ci\"}"));
        String token = issued.path("token").asText();
        await().atMost(SOON).until(() -> postsTo(b, token) == 202);
        a.exchange(a.authorized("/v1/tokens/" + issued.path("id").asText()).DELETE());
        await().atMost(SOON).until(() -> postsTo(b, token) == 401);

        a.files().rules("rules: [ { name: all, when: { source: [ ci ] }, notify: [ only-a ] } ]");
        await().atMost(SOON)
                .until(() -> b.read("/health/ready").path("status").asText().equals("degraded"));
        assertThat(b.read("/health/ready").at("/troubles/0/what").asText()).isEqualTo("behind");
        assertThat(b.get("/metrics").body()).contains("tocsin_behind{what=\"rules\"} 1.0");
        assertThat(decides(a)).isTrue();
        for (int i = 0; i < 8; i++) { // of slices of either
            b.send("ci", "{\"title\": \"it burns\", \"fingerprint\": \"f" + i + "\"}");
        }
        assertThat(sink.await(8))
                .as("decided with the new rules, sent by the hub that has the receiver")
                .hasSize(8);
        assertThat(b.count("SELECT count(*) FROM dead_letter")).isZero();

        String link = "/a/"
                + AnswerToken.from(
                                a.text("SELECT max(id) FROM delivery").orElseThrow(), Instant.now(), Duration.ofDays(1))
                        .sign(new LinkSigner(() -> List.of(HexFormat.of()
                                .parseHex(a.text("SELECT secret FROM link_key").orElseThrow()))));
        assertThat(page(b, link).body()).contains(">Acknowledge<");
        HttpResponse<String> acknowledged = a.submit(link, "act=acknowledge&name=mia");
        assertThat(acknowledged.statusCode()).as(acknowledged.body()).isEqualTo(303);
        assertThat(page(b, link).body()).contains("mia (through only-a)").doesNotContain(">Acknowledge<");
        assertThat(a.post("/v1/link-keys", "{\"endAll\": true}").statusCode()).isEqualTo(201);
        assertThat(page(a, link).statusCode()).isEqualTo(404);
        await().atMost(SOON).until(() -> page(b, link).statusCode() == 404);

        b.files().rules("rules: [ { name: all, when: { source: [ ci ] }, notify: [] } ]\n# taken back\n");
        await().atMost(SOON).until(() -> decides(b) && !decides(a));
        assertThat(a.post("/v1/rules/use", "{\"version\": \"000000000000\"}").statusCode())
                .isEqualTo(404);
        assertThat(a.post("/v1/rules/use", "{\"loaded\": true}").statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> decides(a) && !decides(b));
    }

    private static HttpResponse<String> page(TestHub hub, String link) {
        return hub.exchange(hub.request(link).GET());
    }

    private static boolean decides(TestHub hub) {
        return hub.read("/v1/rules/versions").path("decides").asBoolean();
    }

    private static int postsTo(TestHub hub, String token) {
        return hub.exchange(hub.request("/v1/events/ci")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"title\": \"x\", \"status\": \"resolved\"}")))
                .statusCode();
    }
}
