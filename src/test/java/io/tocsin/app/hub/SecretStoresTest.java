package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Finding;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver whose credentials are in files and in AWS; that there is moto for the latter is {@link Moto}'s to say. */
@Tag("slow")
class SecretStoresTest {
    private static final String RULES = "rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook ] } ]";

    @TempDir
    Path folder;

    /** The check's own few routes and a receiver at that URL. */
    private List<Finding> check(String url) throws Exception {
        Path receiver = Files.createDirectories(folder.resolve("receivers")).resolve("own.camel.yaml");
        Files.writeString(receiver, """
                - templatedRoute:
                    routeTemplateRef: hook
                    routeId: own
                    prefixId: own-
                    parameters:
                      - name: receiver
                        value: own
                      - name: url
                        value: "%s"
                """.formatted(url));
        HubSettings settings = HubSettings.read(folder.resolve("none"), name -> Optional.empty());
        return HubCheck.full(settings.with(Setting.ROUTES, "src/test/resources/check/good," + folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{aws:ops-hook#url}}",
                "{{aws:ops-hook}}",
                "{{aws-parameter:/tocsin/hook-url}}",
                "{{aws-parameter:/tocsin/x}}"
            })
    void aCheckNeedsNoAws(String url) throws Exception {
        assertThat(check(url)).isEmpty();
    }

    @Test
    void aFileIsReadByTheCheckAndOneThatIsMissingIsToldByItsPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("hook-url"), "https://hooks.example.org/ops\n");
        assertThat(check("{{file:" + file + "}}")).isEmpty();
        Files.delete(file);
        assertThat(check("{{file:" + file + "}}"))
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .contains("own.camel.yaml:9: found `{{file:" + file + "}}` in `url`", "docs/secrets.md");
    }

    @Test
    void aHubReadsThemAtItsStartAndSendsWithThem() throws Exception {
        try (Moto moto = Moto.start(folder);
                Sink sink = Sink.start()) {
            ask(moto, "secretsmanager", "secretsmanager.CreateSecret", """
                    {"Name": "ops-hook", "SecretString": "{\\"token\\": \\"hush-token\\"}", "ClientRequestToken": "%s"}
                    """.formatted("0".repeat(32)));
            ask(moto, "secretsmanager", "secretsmanager.CreateSecret", """
                    {"Name": "ops-signing", "SecretString": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                     "ClientRequestToken": "%s"}
                    """.formatted("1".repeat(32)));
            ask(moto, "ssm", "AmazonSSM.PutParameter", """
                    {"Name": "/tocsin/key", "Value": "hush-key", "Type": "SecureString"}
                    """);
            Path url = Files.writeString(folder.resolve("hook-url"), sink.url() + "\n");
            HubFiles files = HubFiles.in(folder.resolve("hub"))
                    .rules(RULES)
                    .property("ops.token", "{{aws:ops-hook#token}}")
                    .webhook(
                            "hook",
                            "{{file:" + url + "}}",
                            Map.of(
                                    "token", "{{ops.token}}",
                                    "secret", "{{aws:ops-signing}}",
                                    "headers",
                                            "X-Key: {{aws-parameter:/tocsin/key}}, X-Env: {{aws-parameter:/tocsin/none:prod}}"));
            Map.of(
                            "accessKey", "x",
                            "secretKey", "x",
                            "region", "eu-west-1",
                            "overrideEndpoint", "true",
                            "uriEndpointOverride", moto.url())
                    .forEach((name, value) -> files.property("camel.vault.aws." + name, value));
            try (TestHub hub = files.start()) {
                hub.send("ci", "{\"title\": \"it burns\"}");
                sink.await(1);
            }
            Sink.Got got = sink.got().get(0);
            assertThat(got.header("authorization")).isEqualTo("Bearer hush-token");
            assertThat(got.header("x-key")).isEqualTo("hush-key");
            assertThat(got.header("x-env")).isEqualTo("prod");
            assertThat(got.header("webhook-signature")).startsWith("v1,");
        }
    }

    /** As moto wants it: the service's name stands in the signature, which it does not verify. */
    private static void ask(Moto moto, String service, String action, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(moto.url()))
                .header("X-Amz-Target", action)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=x")
                .POST(BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
