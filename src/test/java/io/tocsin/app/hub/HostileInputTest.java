package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stranger may write into an event, from the doors to the receivers: it is data, steers nothing and is never run.
 * Channels are looked at one by one, with more texts, in {@code io.tocsin.channel.HostileTextTest}.
 */
@Timeout(90)
class HostileInputTest {
    private static final String EVIL =
            "${sys.user.home} {{env:HOME}} <#assign x=1>${x} <!channel> <script>alert(1)</script>";
    private static final String EVENT = """
            {"title": "%1$s", "severity": "high", "description": "%1$s", "source": "%1$s", "fingerprint": "%1$s%2$s",
             "labels": {"env": "%1$s", "%1$s": "key", "receiver": "canary"}, "annotations": {"impact": "%1$s"},
             "links": [{"text": "%1$s", "href": "https://good.example/"}], "value": "%1$s", "threshold": "%1$s",
             "recipients": ["outbox:canary"], "notify": ["canary"], "url": "%3$s", "to": "evil@evil.example"}""";

    private final ObjectMapper json = new ObjectMapper();
    private final Canary canary = new Canary();
    private final Sink hook = Sink.start();
    private final Sink slack = Sink.start();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final TestQueue queue = new TestQueue("hostile");
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        mail.start();
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ hook, chat, post ] } ]")
                .webhook("hook", hook.url(), Map.of())
                .receiver("slack-webhook", "chat", Map.of("url", slack.url()))
                .receiver(
                        "email",
                        "post",
                        Map.of(
                                "host", "127.0.0.1",
                                "port", mail.getSmtp().getPort(),
                                "startTls", "false",
                                "from", "tocsin@example.org",
                                "to", "ops@example.org"))
                .write("sources/hostile.camel.yaml", queue.source("hostile", 1))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        queue.close();
        mail.stop();
        slack.close();
        hook.close();
        canary.close();
    }

    @Test
    void noHeaderOverHttpAndNoAttributeOverSqsChangesADestination() throws Exception {
        Map<String, String> hostile = hostileHeaders();
        assertThat(postRaw(hostile, event("-http"))).startsWith("HTTP/1.1 202");
        hostile.entrySet().stream()
                .filter(header -> !header.getKey().equals("Host"))
                .collect(Collectors.groupingBy(header -> header.hashCode() % 4)) // SQS takes ten attributes a message
                .forEach((part, headers) -> queue.sendWith(
                        event("-sqs" + part),
                        headers.stream().limit(10).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
        await().atMost(Duration.ofSeconds(20)).until(queue::empty);
        int events = (int) hub.count("SELECT count(*) FROM event");
        assertThat(events).isGreaterThan(2);

        assertThat(hook.await(events)).hasSize(events).allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/hook");
            assertThat(request.header("host")).isEqualTo(URI.create(hook.url()).getAuthority());
            assertThat(request.headers().keySet())
                    .as("no header of the sender's leaves with a send")
                    .doesNotContainAnyElementsOf(sendersOwn(hostile));
        });
        slack.await(3); // its burst: the rest comes one a second
        assertThat(mail.waitForIncomingEmail(20_000, events)).isTrue();
        assertThat(mail.getReceivedMessages()).allSatisfy(received -> {
            assertThat(received.getAllRecipients()).extracting(Object::toString).containsExactly("ops@example.org");
            assertThat(received.getFrom()).extracting(Object::toString).containsExactly("tocsin@example.org");
        });
        assertThat(canary.connections()).isZero();
    }

    @Test
    void templatesPlaceholdersMentionsAndScriptsArriveAsText() throws Exception {
        hub.send("ci", event(""));

        JsonNode alert = json.readTree(hook.await(1).get(0).body()).at("/alerts/0");
        assertThat(alert.path("title").textValue()).isEqualTo(EVIL);
        assertThat(alert.path("description").textValue()).isEqualTo(EVIL);
        assertThat(alert.path("fingerprint").textValue()).isEqualTo(EVIL);
        assertThat(alert.at("/labels/env").textValue()).isEqualTo(EVIL);
        assertThat(alert.path("labels").path(EVIL).textValue()).isEqualTo("key");
        assertThat(alert.at("/annotations/impact").textValue()).isEqualTo(EVIL);
        assertThat(alert.at("/links/0/text").textValue()).isEqualTo(EVIL);
        assertThat(alert.path("value").textValue()).isEqualTo(EVIL);
        assertThat(alert.path("threshold").textValue()).isEqualTo(EVIL);

        String escaped = EVIL.replace("<", "&lt;").replace(">", "&gt;");
        JsonNode chat = json.readTree(slack.await(1).get(0).body());
        List<String> texts = chat.findValuesAsText("text");
        assertThat(texts)
                .anyMatch(text -> text.contains(escaped))
                .noneMatch(text -> text.contains("<!channel>") || text.contains("<script>"));

        assertThat(mail.waitForIncomingEmail(20_000, 1)).isTrue();
        MimeMessage received = mail.getReceivedMessages()[0];
        MimeMultipart parts = (MimeMultipart) received.getContent();
        assertThat(received.getSubject()).contains(EVIL);
        assertThat((String) parts.getBodyPart(0).getContent()).contains(EVIL);
        assertThat((String) parts.getBodyPart(1).getContent())
                .contains("${sys.user.home} {{env:HOME}} &lt;#assign x=1&gt;${x} &lt;!channel&gt; &lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void aMalformedBodyIsAProblemThatTellsNothingOfTheInsideAndTheNextGoodOneIsTaken() {
        List<String> bodies = List.of(
                "",
                "{",
                "[{},",
                "{\"a\":}",
                "nul",
                "17",
                "\"x\"",
                "<xml/>",
                "a=b&c=d",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{\"a\":\"\u0001\"}",
                "[".repeat(5_000),
                "{\"n\":" + "9".repeat(500) + "}",
                EVIL);
        for (String body : bodies) {
            HttpResponse<String> refused = hub.post("/v1/events/ci", body);
            assertThat(refused.statusCode()).as(body).isBetween(400, 499);
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            JsonNode problem = TestHub.json(refused);
            assertThat(problem.path("status").intValue()).isEqualTo(refused.statusCode());
            assertThat(problem.path("title").textValue()).isNotBlank();
            assertThat(refused.body())
                    .as("no class, no stack trace, no path")
                    .doesNotContain("Exception", "io.tocsin", "java.", "jackson", "\\tat ", ".java:", "/tmp", "/home");
            assertThat(hub.post("/v1/events/ci", "{\"title\": \"fine\"}").statusCode())
                    .isEqualTo(202);
        }
        assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(bodies.size());
    }

    @Test
    void cloudEventHeadersThatMakeNoSenseGetAnAnswerEachTime() throws Exception {
        for (Map<String, String> headers : List.of(
                Map.of("ce-specversion", "9.9", "ce-id", "1", "ce-source", "/s", "ce-type", "t"),
                Map.of("ce-specversion", "1.0", "ce-id", "", "ce-source", "", "ce-type", ""),
                Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "::not a uri::", "ce-type", "t"),
                Map.of(
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "1",
                        "ce-source",
                        "/s",
                        "ce-type",
                        "t",
                        "ce-time",
                        "yesterday"),
                Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/s", "ce-type", "t", "ce-UP_case", "x"),
                Map.of("ce-specversion", "1.0", "ce-id", "%ZZ", "ce-source", "/s", "ce-type", "t", "ce-", "x"))) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put("Host", "127.0.0.1");
            String answer = postRaw(all, "{\"title\": \"disk full\"}");
            assertThat(answer).as(headers.toString()).matches("(?s)HTTP/1.1 (202|400|422) .*");
            assertThat(answer).doesNotContain("Exception", "io.cloudevents", "java.");
        }
    }

    private Map<String, String> hostileHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "127.0.0.1:" + canary.port());
        for (String name : List.of(
                "CamelHttpUri",
                "camelhttpuri",
                "CamelHttpBaseUri",
                "X-Forwarded-Host",
                "Location",
                "recipients",
                "url")) {
            headers.put(name, canary.url());
        }
        for (String name : List.of("mail.smtp.host", "mail.smtp.localhost", "CamelHttpHost", "CamelSlackHost")) {
            headers.put(name, "127.0.0.1");
        }
        for (String name : List.of("mail.smtp.port", "CamelHttpPort")) {
            headers.put(name, Integer.toString(canary.port()));
        }
        for (String name : List.of("To", "Cc", "Bcc", "From", "Reply-To", "Subject")) {
            headers.put(name, "evil@evil.example");
        }
        headers.put("CamelHttpPath", "/elsewhere");
        headers.put("CamelHttpQuery", "a=b");
        headers.put("CamelHttpMethod", "DELETE");
        headers.put("CamelAwsSqsReceiptHandle", "stolen");
        headers.put("CamelFreemarkerTemplate", "<#assign x=1>");
        headers.put("CamelFreemarkerResourceUri", "file:/etc/passwd");
        headers.put("breadcrumbId", "evil");
        headers.put("channel", "C0EVIL");
        return headers;
    }

    private static List<String> sendersOwn(Map<String, String> hostile) {
        return hostile.keySet().stream().filter(name -> !name.equals("Host")).toList();
    }

    private String event(String suffix) {
        return EVENT.formatted(EVIL, suffix, canary.url());
    }

    /** Through a socket, because a client library would refuse to send some of these. */
    private String postRaw(Map<String, String> headers, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(
                "POST /v1/events/ci?CamelHttpUri=" + canary.url() + "&to=evil@evil.example HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Authorization: Bearer ").append(hub.token()).append("\r\n");
        head.append("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ")
                .append(bytes.length)
                .append("\r\n\r\n");
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(hub.url()).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
