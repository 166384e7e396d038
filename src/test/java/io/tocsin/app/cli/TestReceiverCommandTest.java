package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.cli.Shell.Ran;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReceiverCommandTest {
    @TempDir
    Path folder;

    private final Sink sink = Sink.start();
    private HubFiles files;

    @BeforeEach
    void receiver() {
        files = HubFiles.in(folder)
                .webhook("hook", sink.url(), Map.of())
                .receiver("slack", "team", Map.of("url", sink.url(), "token", "xoxb-1", "channel", "C42"));
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private Ran run(String... arguments) {
        return Shell.in(folder)
                .with("HUB_NAME", "night-watch")
                .with("HUB_GUARD_ALLOW", "127.0.0.0/8")
                .run(arguments);
    }

    private JsonNode got() throws IOException {
        return new ObjectMapper().readTree(sink.await(1).get(0).body());
    }

    @Test
    void oneMarkedMessageIsSentAndTheAnswerSaid() throws IOException {
        sink.answer(202, "queued");
        Ran ran = run("test-receiver", "hook");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).matches("hook \\(webhook\\): delivered after \\d+ ms: HTTP 202 queued\\n");
        JsonNode message = got();
        assertThat(message.at("/notice/kind").asText()).isEqualTo("test");
        assertThat(message.at("/incident/severity").asText()).isEqualTo("info");
        assertThat(message.at("/incident/title").asText()).isEqualTo("Test message from night-watch");
        assertThat(message.at("/alerts/0/description").asText()).startsWith("TEST: ");
        assertThat(sink.got()).hasSize(1);
        assertThat(files.data()).doesNotExist();
    }

    @Test
    void aPersonSeesTheWordTestAndAnAddressReplacesTheReceiversOwn() throws IOException {
        sink.answer(200, "{\"ok\": true, \"channel\": \"U7\", \"ts\": \"1.2\"}");
        Ran ran = run("test-receiver", "team", "--address", "U7");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(got().at("/channel").asText()).isEqualTo("U7");
        assertThat(got().toString()).contains("[TEST]", "Test message from night-watch");
        assertThat(sink.got().get(0).header("authorization")).isEqualTo("Bearer xoxb-1");
    }

    @Test
    void aRefusalIsSaidWithItsClassAndTheProvidersWords() {
        sink.answer(200, "{\"ok\": false, \"error\": \"channel_not_found\"}");
        Ran ran = run("test-receiver", "team");
        assertThat(ran.exit()).isOne();
        assertThat(ran.out()).matches("team \\(slack\\): failed after \\d+ ms, permanent.*channel_not_found.*\\n");
        assertThat(ran.out()).doesNotContain("xoxb");
    }

    @Test
    void aServerThatIsNotThereIsAFailureToo() {
        files.webhook("gone", "http://127.0.0.1:1/", Map.of());
        Ran ran = run("test-receiver", "gone");
        assertThat(ran.exit()).isOne();
        assertThat(ran.out()).contains("gone (webhook): failed after ", "transient");
    }

    @Test
    void anAddressInsideTheOwnNetworkIsRefusedHereToo() {
        Ran ran = Shell.in(folder).run("test-receiver", "hook");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err())
                .contains("receivers/hook.camel.yaml", "127.0.0.1", "hub.guard.allow")
                .hasLineCount(1);
        assertThat(sink.got()).isEmpty();
    }

    @Test
    void aReceiverForPeopleAloneAsksForAnAddress() {
        files.receiver("email", "people", Map.of("host", "127.0.0.1", "from", "tocsin@example.org"));
        Ran ran = run("test-receiver", "people");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("`people` has no address of its own: give --address, or set `to`");
    }

    @Test
    void aProviderThatAsksToWaitIsHeard() {
        sink.answer(request -> new Sink.Reply(503, "busy", Map.of("Retry-After", "7")));
        Ran ran = run("test-receiver", "hook");
        assertThat(ran.exit()).isOne();
        assertThat(ran.out()).contains("transient (503)", "asks to wait 7 s");
    }

    @Test
    void anUnknownReceiverIsToldWithTheNearest() {
        Ran ran = run("test-receiver", "hok");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("no receiver `hok`", "did you mean `hook`?");
        assertThat(sink.got()).isEmpty();
    }

    @Test
    void aSecretThatIsNotSetIsToldByItsNameAndFile() {
        files.receiver("slack", "secret", Map.of("url", sink.url(), "token", "{{env:NO_SUCH_TOKEN}}", "channel", "C1"));
        Ran ran = run("test-receiver", "secret");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("receivers/secret.camel.yaml", "NO_SUCH_TOKEN");
        assertThat(sink.got()).isEmpty();
    }

    @Test
    void withoutANameTheCommandLineIsWrong() {
        assertThat(run("test-receiver").exit()).isEqualTo(2);
    }
}
