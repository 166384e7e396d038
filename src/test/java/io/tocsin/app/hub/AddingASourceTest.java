package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/adding-a-source.md says to add is added to a real hub, as it stands there, and does what it should. */
@Tag("slow")
class AddingASourceTest {
    private static final String SECRET = "the-token-of-this-test";
    private static final String SAMPLES = "sources/terraform/samples/terraform-run/";
    private static final String RULES = """
            rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]
            """;

    private final Map<String, String> files = files(TestHub.read(Path.of("docs/adding-a-source.md")));

    @TempDir
    private Path folder;

    @Test
    void checkFindsNothingToMendInTheFilesOfThePage() {
        assertThat(files).hasSizeGreaterThan(8).containsKey(SAMPLES + "errored.about.yaml");
        assertThat(HubCheck.full(withThePage().settings())).isEmpty();
    }

    @Test
    void checkFindsASampleWhoseAlertIsAnother() {
        HubFiles hub = withThePage()
                .write(
                        SAMPLES + "errored.expected.json",
                        files.get(SAMPLES + "errored.expected.json").replace("\"high\"", "\"critical\""));

        assertThat(HubCheck.full(hub.settings())).singleElement().satisfies(finding -> assertThat(finding.toString())
                .contains("errored.expected.json", "severity = \"high\"", "severity = \"critical\""));
    }

    @Test
    void aFailedRunIsDeliveredAndTheNextGoodOneResolvesIt() {
        try (Sink sink = Sink.start();
                TestHub hub = withThePage()
                        .rules(RULES)
                        .webhook("hook", sink.url(), Map.of())
                        .start()) {
            assertThat(post(hub, "planning.json", SECRET).statusCode()).isEqualTo(202);
            assertThat(post(hub, "errored.json", SECRET).statusCode()).isEqualTo(202);
            JsonNode opened = message(sink.await(1), 0);
            assertThat(post(hub, "completed.json", SECRET).statusCode()).isEqualTo(202);
            JsonNode resolved = message(sink.await(2), 1);

            assertThat(opened.at("/notice/kind").asText()).isEqualTo("opened");
            assertThat(opened.at("/alerts/0/title").asText()).isEqualTo("Terraform in network: Run Errored");
            assertThat(resolved.at("/notice/kind").asText()).isEqualTo("resolved");
            assertThat(resolved.at("/incident/id")).isEqualTo(opened.at("/incident/id"));
            assertThat(sink.got()).hasSize(2);
            assertThat(hub.count("SELECT count(*) FROM dead_letter")).isZero();
        }
    }

    @Test
    void whoDoesNotKnowTheTokenIsRefusedAndARouteOfItsOwnKnowsARepeat() {
        try (TestHub hub = withThePage().start()) {
            assertThat(post(hub, "errored.json", "another-token").statusCode()).isEqualTo(401);
            assertThat(hub.post("/v1/events/terraform", files.get(SAMPLES + "errored.json"))
                            .statusCode())
                    .isEqualTo(401);

            assertThat(deploy(hub).body()).contains("accepted");
            assertThat(deploy(hub).body()).contains("duplicate");
            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(1);
        }
    }

    private HubFiles withThePage() {
        HubFiles hub = HubFiles.in(folder);
        files.forEach(hub::write);
        String route = files.get("sources/terraform/terraform.camel.yaml");
        assertThat(route).contains("'{{env:TERRAFORM_TOKEN}}'");
        return hub.write("sources/terraform/terraform.camel.yaml", route.replace("{{env:TERRAFORM_TOKEN}}", SECRET));
    }

    private HttpResponse<String> post(TestHub hub, String sample, String secret) {
        String body = files.get(SAMPLES + sample);
        return hub.exchange(hub.request("/v1/events/terraform")
                .header("Content-Type", "application/json")
                .header("X-TFE-Notification-Signature", hmac(secret, body))
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> deploy(TestHub hub) {
        return hub.exchange(hub.authorized("/v1/events/deployer")
                .header("Content-Type", "application/json")
                .header("X-Deployer-Delivery", "17")
                .POST(BodyPublishers.ofString("{\"title\":\"deployed\"}")));
    }

    private static String hmac(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode message(List<Sink.Got> got, int index) {
        return TestHub.json(got.get(index).body());
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
