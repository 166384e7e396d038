package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.Sink.Got;
import io.tocsin.app.hub.Sink.Reply;
import io.tocsin.app.preview.RenderOrder;
import io.tocsin.app.preview.Rendered;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/adding-a-channel.md says to add is added to a real hub, as it stands there, and does what it should. */
@Tag("slow")
class AddingAChannelTest {
    private static final String ROUTE = "channels/webex.camel.yaml";
    private static final String JQ = "channels/webex.jq";
    private static final String RULES = """
            rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ dev-room ] } ]
            """;

    private final Map<String, String> files = files(TestHub.read(Path.of("docs/adding-a-channel.md")));

    @TempDir
    private Path folder;

    @Test
    void checkFindsNothingToMendInTheFilesOfThePage() {
        assertThat(files).containsOnlyKeys(ROUTE, JQ, "channels/webex.schema.json", "receivers/dev-room.camel.yaml");
        assertThat(HubCheck.full(withThePage("http://127.0.0.1:1/").settings())).isEmpty();
    }

    @Test
    void aMessageThatIsNotCutIsToldWithItsLimit() {
        HubFiles hub = withThePage("http://127.0.0.1:1/")
                .rules(RULES)
                .write(JQ, files.get(JQ).replace(" | cut_bytes(7439)", "").replace("cut(1500)", "cut(9000)"));
        String payload = "{\"title\": \"long\", \"description\": \"" + "long ".repeat(2_000) + "\"}";

        assertThat(render(hub, payload).violations())
                .singleElement()
                .asString()
                .matches("/markdown has 9,\\d{3} characters, at most 7,439 \\(https://developer.webex.com/.*\\)");
    }

    @Test
    void anIncidentIsOneThreadInTheRoom() {
        try (Sink sink = Sink.start()) {
            sink.answer(got -> new Reply(200, "{\"id\": \"msg-" + json(got).hasNonNull("parentId") + "\"}"));
            try (TestHub hub = withThePage(sink.url()).rules(RULES).start()) {
                hub.send("ci", "{\"title\": \"it burns\", \"fingerprint\": \"f\"}");
                JsonNode opened = json(sink.await(1).get(0));
                hub.send("ci", "{\"title\": \"it burns\", \"fingerprint\": \"f\", \"status\": \"resolved\"}");
                JsonNode resolved = json(sink.await(2).get(1));

                assertThat(sink.got().get(0).header("authorization")).isEqualTo("Bearer a-token");
                assertThat(opened.path("roomId").asText()).isEqualTo("Y2lzY29zcGFyazovL3VzL1JPT00vZGV2");
                assertThat(opened.path("markdown").asText()).contains("it burns");
                assertThat(opened.has("parentId")).isFalse();
                assertThat(resolved.path("markdown").asText()).startsWith("**[RESOLVED]**");
                assertThat(resolved.path("parentId").asText()).isEqualTo("msg-false");
            }
        }
    }

    @Test
    void whatASenderWroteIsTextAndCallsNobody() {
        Rendered rendered = render(
                withThePage("http://127.0.0.1:1/").rules(RULES),
                "{\"title\": \"<@all> [free](http://evil.example) **now**\"}");

        assertThat(rendered.violations()).isEmpty();
        assertThat(rendered.sends().get(0).body())
                .contains("&lt;@all&gt; \\\\[free\\\\](http://evil.example) \\\\*\\\\*now\\\\*\\\\*")
                .doesNotContain("<@all>");
    }

    @Test
    void aTestMessageGoesToAPersonsAddress() {
        try (Sink sink = Sink.start()) {
            sink.answer(200, "{\"id\": \"msg-1\"}");
            HubPreview preview = new HubPreview(withThePage(sink.url()).settings(), InstantSource.system());

            assertThat(preview.test("dev-room", "ana@example.org").failure()).isEmpty();
            assertThat(json(sink.await(1).get(0)).path("toPersonEmail").asText())
                    .isEqualTo("ana@example.org");
            assertThat(json(sink.got().get(0)).path("markdown").asText()).startsWith("**[TEST]**");
        }
    }

    private static Rendered render(HubFiles hub, String payload) {
        HubPreview preview = new HubPreview(hub.settings(), InstantSource.system());
        RenderOrder order =
                new RenderOrder("all", Optional.of("webex"), Optional.empty(), Optional.empty(), Optional.empty());
        List<Rendered> rendered =
                preview.render(order, preview.payload(payload.getBytes(StandardCharsets.UTF_8), "ci"));
        assertThat(rendered).hasSize(1);
        return rendered.get(0);
    }

    private HubFiles withThePage(String url) {
        HubFiles hub = HubFiles.in(folder);
        files.forEach(hub::write);
        String receiver = files.get("receivers/dev-room.camel.yaml");
        assertThat(receiver).contains("{{env:WEBEX_TOKEN}}");
        assertThat(files.get(ROUTE)).contains("https://webexapis.com/v1/messages");
        return hub.write("receivers/dev-room.camel.yaml", receiver.replace("{{env:WEBEX_TOKEN}}", "a-token"))
                .write(ROUTE, files.get(ROUTE).replace("https://webexapis.com/v1/messages", url));
    }

    private static JsonNode json(Got got) {
        return TestHub.json(got.body());
    }

    /** The fenced blocks below a line that is a path, by that path below {@code routes/}. */
    private static Map<String, String> files(String page) {
        Map<String, String> files = new LinkedHashMap<>();
        Pattern file = Pattern.compile("^`routes/([^`]+)`\n```\\w+\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
        for (MatchResult block : file.matcher(page).results().toList()) {
            files.put(block.group(1), block.group(2));
        }
        return files;
    }
}
