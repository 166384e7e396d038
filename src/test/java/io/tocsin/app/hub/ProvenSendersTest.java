package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sender's route in a real hub: what its sender would post, and what somebody else would. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvenSendersTest {
    private static final String SECRET = "a-secret-of-this-test";
    private static final byte[] WEBHOOK_SECRET = "a secret of twenty-four.".getBytes(StandardCharsets.UTF_8);
    private static final String WHSEC = "whsec_" + Base64.getEncoder().encodeToString(WEBHOOK_SECRET);
    private static final String BODY = "{\"title\":\"it burns\"}";

    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        HubFiles files = HubFiles.in(folder);
        source(files, "github", "github", Map.of("secrets", SECRET));
        source(files, "grafana", "grafana", Map.of("secrets", SECRET));
        source(files, "grafana-timestamp", "grafana-timestamp", Map.of("secrets", SECRET));
        source(files, "gitlab", "gitlab", Map.of("secrets", SECRET));
        source(files, "gitlab-signed", "gitlab-signed", Map.of("secrets", WHSEC));
        source(files, "sentry", "sentry", Map.of("secrets", SECRET));
        source(files, "standard-webhooks", "standard", Map.of("secrets", WHSEC));
        source(
                files,
                "hmac",
                "hmac",
                Map.of(
                        "secrets", "the-next-secret " + SECRET,
                        "header", "X-Sum",
                        "prefix", "v1=",
                        "algorithm", "sha512",
                        "encoding", "base64",
                        "signed", "{id}|{timestamp}|{body}",
                        "timestampHeader", "X-Time",
                        "signedIdHeader", "X-Id"));
        source(files, "key", "datadog", Map.of("secrets", SECRET, "header", "Authorization", "scheme", "Token"));
        source(files, "key-in-path", "uptime", Map.of("secrets", SECRET));
        source(files, "basic", "zabbix", Map.of("user", "zabbix", "passwords", SECRET));
        source(files, "sns", "sns", Map.of("topics", "arn:aws:sns:eu-west-1:111122223333:alarms"));
        hub = files.start();
    }

    private static void source(HubFiles files, String template, String name, Map<String, String> parameters) {
        StringBuilder yaml = new StringBuilder("""
                - templatedRoute:
                    routeTemplateRef: %s-source
                    routeId: source-%s
                    parameters:
                      - name: source
                        value: %2$s
                """.formatted(template, name));
        parameters.forEach(
                (key, value) -> yaml.append("      - name: ").append(key).append("\n        value: '" + value + "'\n"));
        files.write("sources/" + name + "/mine.camel.yaml", yaml.toString());
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    /** What a sender would post. */
    private record Post(String path, Map<String, String> headers, String body) {
        Post header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Post(path, more, body);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private static Post to(String source) {
        return new Post("/v1/events/" + source, Map.of(), BODY);
    }

    private static Stream<Post> genuine() {
        String now = Long.toString(Instant.now().getEpochSecond());
        return Stream.of(
                to("github")
                        .header("X-Hub-Signature-256", "sha256=" + hex(BODY))
                        .header("X-GitHub-Delivery", "d1"),
                to("grafana").header("X-Grafana-Alerting-Signature", hex(BODY)),
                to("grafana-timestamp")
                        .header("X-Grafana-Alerting-Signature", hex(now + ":" + BODY))
                        .header("X-Grafana-Alerting-Timestamp", now),
                to("gitlab").header("X-Gitlab-Token", SECRET).header("Idempotency-Key", "g1"),
                webhook("gitlab-signed", now),
                to("sentry").header("Sentry-Hook-Signature", hex(BODY)).header("Request-ID", "r1"),
                webhook("standard", now),
                to("hmac")
                        .header("X-Time", now)
                        .header("X-Id", "h1")
                        .header("X-Sum", "v1=" + base64(mac("HmacSHA512", bytes(SECRET), "h1|" + now + "|" + BODY))),
                to("datadog").header("Authorization", "Token " + SECRET),
                to("uptime/" + SECRET),
                to("zabbix").header("Authorization", "Basic " + base64(bytes("zabbix:" + SECRET))));
    }

    private static Post webhook(String source, String now) {
        return to(source)
                .header("webhook-id", "w1")
                .header("webhook-timestamp", now)
                .header(
                        "webhook-signature",
                        "v1," + base64(mac("HmacSHA256", WEBHOOK_SECRET, "w1." + now + "." + BODY)));
    }

    @ParameterizedTest
    @MethodSource("genuine")
    void whatTheSenderPostsIsStored(Post post) {
        assertThat(exchange(post).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @MethodSource("genuine")
    void aForgeryAndAnUnknownSourceAreAnsweredAlike(Post post) {
        HttpResponse<String> unknown = exchange(to("nobody"));
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(seen(exchange(forged(post)))).isEqualTo(seen(unknown));
        assertThat(seen(exchange(new Post(forgedPath(post), Map.of(), BODY)))).isEqualTo(seen(unknown));
    }

    @Test
    void whatCannotBeBelievedForAnyOtherReasonIsAnsweredAsAnUnknownSourceToo() {
        String unknown = seen(exchange(to("nobody")));
        String large = "x".repeat(300_000);

        assertThat(seen(exchange(to("github").header("Content-Encoding", "gzip"))))
                .isEqualTo(unknown);
        assertThat(seen(exchange(new Post("/v1/events/github", Map.of(), large))))
                .isEqualTo(unknown);
        HttpRequest.Builder chunked = hub.request("/v1/events/github")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large)));
        assertThat(seen(hub.exchange(chunked))).isEqualTo(unknown);
        assertThat(seen(exchange(to("uptime/wrong")))).isEqualTo(unknown);
        assertThat(seen(exchange(to("nobody/wrong")))).isEqualTo(unknown);
    }

    @ParameterizedTest
    @MethodSource("genuine")
    void aSecurityHeaderThatIsThereTwiceIsRefused(Post post) {
        for (String name : post.headers().keySet()) {
            if (name.matches("(?i)X-GitHub-Delivery|Request-ID|Idempotency-Key")) {
                continue; // says nothing of who sends
            }
            HttpRequest.Builder request = request(post).header(name, "another");
            assertThat(hub.exchange(request).statusCode()).as(name).isEqualTo(401);
        }
    }

    @Test
    void aTokenOfTheHubDoesNotStandForAProof() {
        HttpRequest.Builder request = request(to("github")).header("Authorization", "Bearer " + hub.token());
        assertThat(hub.exchange(request).statusCode()).isEqualTo(401);
    }

    @Test
    void aReplayIsADuplicate() {
        String now = Long.toString(Instant.now().getEpochSecond() - 1);
        Post post = new Post("/v1/events/standard", Map.of(), BODY)
                .header("webhook-id", "w2")
                .header("webhook-timestamp", now)
                .header(
                        "webhook-signature",
                        "v1," + base64(mac("HmacSHA256", WEBHOOK_SECRET, "w2." + now + "." + BODY)));

        assertThat(exchange(post).body()).contains("\"accepted\"");
        assertThat(exchange(post).body()).contains("\"duplicate\"");
    }

    @Test
    void whatSnsHasNotSignedIsRefused() {
        Post post = new Post(
                "/v1/events/sns",
                Map.of("x-amz-sns-message-type", "Notification"),
                "{\"Type\":\"Notification\",\"MessageId\":\"x\",\"Message\":\"y\"}");
        assertThat(seen(exchange(post))).isEqualTo(seen(exchange(to("nobody"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "github           | secrets | changeme                | secrets is a placeholder",
                "github           | secrets | s3cret                  | secrets has 6 characters",
                "standard-webhooks| secrets | whsec_dG9vLXNob3J0      | a webhook secret that is too short",
                "sns              | topics  | arn:aws:sqs:eu-west-1:1 | expected ARNs such as",
            })
    void aSecretThatIsNoneStopsTheStartAndIsNotShown(
            String template, String parameter, String value, String message, @TempDir Path folder) {
        HubFiles files = HubFiles.in(folder);
        source(files, template, "mine", Map.of(parameter, value));

        assertThatThrownBy(files::start).hasMessageContaining(message).satisfies(failure -> assertThat(
                        parameter.equals("secrets") && failure.toString().contains(value))
                .isFalse());
    }

    /** With one bit of the body changed, or of the key where that is all there is. */
    private static Post forged(Post post) {
        Map<String, String> headers = new LinkedHashMap<>(post.headers());
        headers.computeIfPresent("X-Gitlab-Token", (name, key) -> "b" + key.substring(1));
        headers.computeIfPresent("Authorization", (name, key) -> key.substring(0, key.length() - 1) + "A");
        return new Post(forgedPath(post), headers, BODY.replace("burns", "burnt"));
    }

    private static String forgedPath(Post post) {
        return post.path().replace(SECRET, SECRET + "x");
    }

    private static String seen(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    }

    private HttpRequest.Builder request(Post post) {
        HttpRequest.Builder request = hub.request(post.path())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(post.body()));
        post.headers().forEach(request::header);
        return request;
    }

    private HttpResponse<String> exchange(Post post) {
        return hub.exchange(request(post));
    }

    private static String hex(String content) {
        return HexFormat.of().formatHex(mac("HmacSHA256", bytes(SECRET), content));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(String algorithm, byte[] key, String content) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes(content));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
