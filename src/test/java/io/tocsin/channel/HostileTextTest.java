package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tocsin.channel.text.Cut;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a sender writes arrives in every channel as text: never evaluated, never a mention, never a header, never HTML. */
@Tag("slow")
class HostileTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final WireMockExtension HTTP = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static GreenMail mail;
    private static Receivers receivers;

    static Stream<String> texts() {
        return HostileTexts.lines();
    }

    @BeforeAll
    static void servers() throws Exception {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        String url = "http://127.0.0.1:" + HTTP.getPort();
        receivers = new Receivers()
                .with(
                        "webhook",
                        "hook",
                        Map.of("url", url + "/hook", "secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .with("slack-webhook", "chat", Map.of("url", url + "/slack"))
                .with("log", "log", Map.of())
                .with(
                        "sns",
                        "topic",
                        Map.of(
                                "topic",
                                "arn:aws:sns:eu-west-1:1:t",
                                "endpoint",
                                url,
                                "accessKey",
                                "AK",
                                "secretKey",
                                "SK"))
                .with(
                        "email",
                        "post",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                mail.getSmtp().getPort(),
                                "startTls",
                                "false",
                                "from",
                                "tocsin@example.org",
                                "to",
                                "ops@example.org"));
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
        mail.stop();
    }

    @BeforeEach
    void answers() throws Exception {
        HTTP.stubFor(post(anyUrl()).willReturn(aResponse().withBody("ok")));
        HTTP.stubFor(
                post(anyUrl())
                        .withRequestBody(containing("Action=Publish"))
                        .willReturn(
                                aResponse()
                                        .withBody(
                                                "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>")));
        mail.purgeEmailFromAllMailboxes();
    }

    private static void delivered(String receiver, ObjectNode message) throws Exception {
        assertThat(receivers.send(receiver, message).exception()).as(receiver).isEmpty();
    }

    private static LoggedRequest published() {
        return HTTP.findAll(postRequestedFor(anyUrl()).withRequestBody(containing("Action=Publish")))
                .get(0);
    }

    private static LoggedRequest request(String path) {
        return HTTP.findAll(postRequestedFor(urlPathMatching(path))).get(0);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aWebhookGetsExactlyWhatTheSenderWrote(String text) throws Exception {
        ObjectNode message = Messages.saying(text);
        delivered("hook", message);
        JsonNode body = JSON.readTree(request("/hook").getBody());
        assertThat(body.get("alerts")).isEqualTo(message.get("alerts"));
        assertThat(body.get("incident")).isEqualTo(message.get("incident"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void slackGetsTextWithoutAnyMarkupOfSlacks(String text) throws Exception {
        delivered("chat", Messages.saying(text));
        JsonNode body = JSON.readTree(request("/slack").getBody());
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        assertThat(body.at("/attachments/0/blocks/0/text/text").asText()).isEqualTo("Description\n" + escaped);
        assertThat(body.get("text").asText()).isEqualTo("[CRITICAL] " + escaped);
        assertThat(body.at("/blocks/0/text/text")).isEqualTo(body.get("text"));
        // The only angle brackets are those of our own links.
        List<String> all = new ArrayList<>(body.findValuesAsText("text"));
        all.add(body.at("/attachments/0/fallback").asText());
        assertThat(all).allMatch(line -> !line.replace("<https://console.example.org", "")
                .contains("<"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aMailShowsTheTextAndItsHtmlHasNoTagOfTheSenders(String text) throws Exception {
        delivered("post", Messages.saying(text));
        MimeMessage received = mail.getReceivedMessages()[0];
        MimeMultipart parts = (MimeMultipart) received.getContent();
        String plain = (String) parts.getBodyPart(0).getContent();
        String html = (String) parts.getBodyPart(1).getContent();
        assertThat(received.getSubject()).isEqualTo(Cut.to(200, "[CRITICAL] " + text));
        assertThat(plain).contains("Description\r\n" + text);
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
        assertThat(html).contains("white-space:pre-wrap\">" + escaped + "</p>");
        assertThat(html).doesNotContain("<script", "<img", "<svg");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void snsGetsTextInEveryForm(String text) throws Exception {
        delivered("topic", Messages.saying(text));
        String form = URLDecoder.decode(
                published().getBodyAsString().replaceFirst(".*&Message=([^&]*).*|^Message=([^&]*).*", "$1$2"),
                StandardCharsets.UTF_8);
        JsonNode message = JSON.readTree(form);
        assertThat(message.get("email").asText()).contains("Description\n" + text);
        assertThat(JSON.readTree(message.get("default").asText())
                        .at("/alerts/0/description")
                        .asText())
                .isEqualTo(text);
        assertThat(message.get("sms").asText())
                .isEqualTo(Markup.LOOKALIKE
                        .expected(Cut.to(138, "[CRITICAL] " + text + " (" + text + "), open"))
                        .replace("…", "..."));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void theLogTakesAnyText(String text) throws Exception {
        delivered("log", Messages.saying(text));
    }

    @Test
    void controlCharactersAndOverridesOfTheReadingDirectionReachNoReader() throws Exception {
        String text = "a\u0000b\u0007c\u001b[31md\u202ee\u2066f\u2028g\r\nh\ti";
        delivered("chat", Messages.saying(text));
        delivered("post", Messages.saying(text));
        String slack = JSON.readTree(request("/slack").getBody())
                .at("/attachments/0/blocks/0/text/text")
                .asText();
        assertThat(slack).isEqualTo("Description\nabc[31mdefg\nh\ti");
        assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("[CRITICAL] abc[31mdefg h i");
    }

    @Test
    void aMegabyteOfDescriptionIsDeliveredByEveryChannelCutWhereAReaderReads() throws Exception {
        for (String unit : List.of("x", "&<>", "line\n", "🔥")) {
            HTTP.resetRequests();
            mail.purgeEmailFromAllMailboxes();
            ObjectNode message = Messages.firing();
            ((ObjectNode) message.at("/alerts/0")).put("description", unit.repeat(1_000_000 / unit.length()));
            for (String receiver : List.of("hook", "chat", "topic", "log", "post")) {
                delivered(receiver, message);
            }
            assertThat(request("/slack").getBody()).hasSizeLessThan(40_000);
            assertThat(published().getBody()).hasSizeLessThan(256 * 1024);
            assertThat(mail.getReceivedMessages()[0].getSize()).isLessThan(1_000_000);
        }
    }

    @Test
    void aLinkThatIsNoWebLinkIsLeftOut() throws Exception {
        ObjectNode message = Messages.firing();
        ArrayNode links = ((ObjectNode) message.at("/alerts/0")).putArray("links");
        for (String href : List.of(
                "javascript:alert(1)",
                "data:text/html,x",
                "https://user:pw@evil.example/",
                "file:///etc/passwd",
                "//evil.example",
                "https://a b",
                "https://good.example/x|y")) {
            links.addObject().put("text", "click").put("href", href);
        }
        links.addObject().put("text", "good").put("href", "https://good.example/?a=1&b='\"".replace("\"", "%22"));
        delivered("chat", message);
        delivered("post", message);
        String slack = request("/slack").getBodyAsString();
        String html = (String) ((MimeMultipart) mail.getReceivedMessages()[0].getContent())
                .getBodyPart(1)
                .getContent();
        for (String body : List.of(slack, html)) {
            assertThat(body)
                    .contains("good.example")
                    .doesNotContain("javascript:", "data:text", "evil.example", "file:");
        }
        assertThat(html).contains("href=\"https://good.example/?a=1&amp;b=&#39;%22\"");
    }
}
