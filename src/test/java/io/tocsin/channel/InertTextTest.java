package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a sender writes is text in every channel that speaks HTTP: within the provider's limits, readable, and neither
 * markup nor a mention. A channel is one line in {@link #media()}.
 */
@Tag("slow")
class InertTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What every provider's good answer has in it, so that one stub serves them all. */
    private static final String TAKEN = """
            {"ok": true, "channel": "C1", "ts": "1.1", "id": "77", "key": "OPS-7", "status": "success", "dedup_key": "k",
             "issues": [], "incidents": [],
             "result": {"message_id": 7, "sys_id": "0123456789abcdef0123456789abcdef", "number": "INC7"}}
            """;

    /** What every provider's good answer about a ticket has in it. */
    private static final String KNOWN = """
            {"result": [], "key": "OPS-7", "fields": {"status": {"name": "To Do", "statusCategory": {"key": "new"}}}}
            """;

    /** Where no medium looks for markup: links of our own, and texts that are shown as they are. */
    private static final Set<String> PLAIN_FIELDS =
            Set.of("url", "href", "fallback", "footer", "topLabel", "contentType", "$schema", "color");

    private static final Pattern UNREADABLE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\\t\\n]]");

    @RegisterExtension
    static final WireMockExtension HTTP = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static Receivers receivers;

    /**
     * A channel, how its medium reads texts, and a receiver's parameters beside its URL.
     *
     * @param path of the receiver's URL
     * @param own what is before the path of a call in a request's URL: the same, unless the channel adds to it
     */
    record Medium(String channel, Markup markup, String path, String own, Map<String, String> parameters) {
        Medium(String channel, Markup markup, String path, Map<String, String> parameters) {
            this(channel, markup, path, path, parameters);
        }

        @Override
        public String toString() {
            return channel;
        }
    }

    static List<Medium> media() {
        return List.of(
                new Medium("webhook", Markup.RAW, "/hook", Map.of()),
                new Medium("slack-webhook", Markup.SLACK, "/services/T0/B0/x", Map.of()),
                new Medium("slack", Markup.SLACK, "/api", Map.of("token", "xoxb-1", "channel", "C1")),
                new Medium("teams", Markup.TEXT_RUN, "/workflows/1", Map.of()),
                new Medium("google-chat", Markup.HTML, "/v1/spaces/1/messages", Map.of()),
                new Medium("discord", Markup.MARKDOWN, "/api/webhooks/1/x", Map.of()),
                new Medium("mattermost", Markup.CALLING_MARKDOWN, "/hooks/x", Map.of()),
                new Medium("telegram", Markup.CALLING_HTML, "", "/bot1:x", Map.of("token", "1:x", "chat", "-1")),
                new Medium(
                        "pagerduty",
                        Markup.PLAIN,
                        "/v2/enqueue",
                        Map.of("routingKey", "0123456789abcdef0123456789abcdef")),
                new Medium("jira", Markup.PLAIN, "", Map.of("token", "x", "user", "bot@example.org", "project", "OPS")),
                new Medium("servicenow", Markup.PLAIN, "", Map.of("token", "x", "user", "tocsin")),
                new Medium("statuspage", Markup.LOOKALIKE, "/v1", Map.of("token", "x", "page", "p1")),
                new Medium("apprise", Markup.PLAIN, "", Map.of("key", "ops", "tags", "oncall")),
                new Medium("ntfy", Markup.PLAIN, "", Map.of("topic", "ops")),
                new Medium("pushover", Markup.PLAIN, "/1", Map.of("token", "x", "user", "u")),
                new Medium(
                        "sms-twilio",
                        Markup.LOOKALIKE,
                        "",
                        Map.of("accountSid", "AC1", "token", "x", "from", "+15005550006", "to", "+4915112345678")),
                new Medium(
                        "voice-twilio",
                        Markup.TWIML,
                        "",
                        Map.of("accountSid", "AC1", "token", "x", "from", "+15005550006", "to", "+4915112345678")));
    }

    @BeforeAll
    static void start() throws Exception {
        receivers = new Receivers();
        for (Medium medium : media()) {
            Map<String, String> parameters = new java.util.HashMap<>(medium.parameters());
            parameters.put("url", "http://127.0.0.1:" + HTTP.getPort() + medium.path());
            parameters.put("responseTimeout", "20000");
            receivers.with(medium.channel(), medium.channel(), parameters);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    @BeforeEach
    void everyProviderTakesEverything() {
        HTTP.stubFor(any(anyUrl()).willReturn(okJson(TAKEN)));
        HTTP.stubFor(get(anyUrl()).willReturn(okJson(KNOWN)));
        HTTP.stubFor(post("/1/messages.json").willReturn(okJson("{\"status\": 1}")));
        HTTP.stubFor(get(urlPathEqualTo("/v1/pages/p1/incidents/unresolved")).willReturn(okJson("[]")));
    }

    private static List<LoggedRequest> sent(Medium medium, ObjectNode message) throws Exception {
        HTTP.resetRequests();
        assertThat(receivers.send(medium.channel(), message).exception()).isEmpty();
        List<LoggedRequest> requests = HTTP.findAll(anyRequestedFor(anyUrl()));
        assertThat(requests).isNotEmpty();
        ProviderLimits limits = ProviderLimits.of(medium.channel(), "http://127.0.0.1" + medium.own());
        for (LoggedRequest request : requests) {
            assertThat(limits.violations(request)).isEmpty();
        }
        return requests;
    }

    /** Every text of the requests' bodies, but what is in a plain field. */
    private static List<String> texts(List<LoggedRequest> requests, Set<String> without) throws Exception {
        List<String> texts = new ArrayList<>();
        for (LoggedRequest request : requests) {
            String body = request.getBodyAsString();
            if (body.isEmpty()) {
                continue;
            }
            if (request.getHeader("Content-Type").startsWith("application/json")) {
                collect(JSON.readTree(body), without, texts);
            } else {
                Stream.of(body.split("&"))
                        .map(field -> URLDecoder.decode(field.replaceFirst("[^=]*=", ""), StandardCharsets.UTF_8))
                        .forEach(texts::add);
            }
        }
        return texts;
    }

    private static void collect(JsonNode node, Set<String> without, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.textValue());
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, without, texts));
        }
        node.properties().stream()
                .filter(field -> !without.contains(field.getKey()))
                .forEach(field -> collect(field.getValue(), without, texts));
    }

    @ParameterizedTest
    @MethodSource("media")
    void aTextIsReadAsItWasWrittenAndIsNoMarkup(Medium medium) throws Exception {
        for (String text : HostileTexts.lines().toList()) {
            List<LoggedRequest> requests = sent(medium, Messages.saying(text));
            assertThat(texts(requests, PLAIN_FIELDS)).as(text).noneMatch(medium.markup()::isLive);
            assertThat(texts(requests, Set.of()).stream().map(medium.markup()::shown))
                    .as(text)
                    .anyMatch(shown -> shown.contains(medium.markup().expected(text)));
        }
    }

    @ParameterizedTest
    @MethodSource("media")
    void tooMuchOfATextIsCutWithAMarkAndStaysText(Medium medium) throws Exception {
        for (String unit : HostileTexts.units()) {
            List<String> texts = texts(sent(medium, Messages.saying(unit.repeat(3_000))), PLAIN_FIELDS);
            assertThat(texts).as(unit).noneMatch(medium.markup()::isLive);
            assertThat(texts).as(unit).noneMatch(text -> text.contains("\u200d…") || text.matches("(?s).*\\p{Cs}.*"));
            if (medium.markup() != Markup.RAW) {
                assertThat(texts).as(unit).anyMatch(text -> text.contains("…") || text.contains("..."));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("media")
    void whateverIsMissingOrTooManyTheMessageIsDeliveredWithinTheLimits(Medium medium) throws Exception {
        for (Map.Entry<String, ObjectNode> odd : OddMessages.all().entrySet()) {
            List<LoggedRequest> requests = sent(medium, odd.getValue());
            assertThat(texts(requests, PLAIN_FIELDS)).as(odd.getKey()).noneMatch(medium.markup()::isLive);
        }
    }

    @ParameterizedTest
    @MethodSource("media")
    void aMegabyteIsDelivered(Medium medium) throws Exception {
        for (String unit : List.of("&<>", "👩‍👩‍👧‍👦")) {
            ObjectNode message = Messages.firing();
            ((ObjectNode) message.at("/alerts/0")).put("description", unit.repeat(1_000_000 / unit.length()));
            for (LoggedRequest request : sent(medium, message)) {
                assertThat(medium.markup() == Markup.RAW || request.getBody().length < 128 * 1024)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("media")
    void controlCharactersAndOverridesOfTheReadingDirectionReachNoReader(Medium medium) throws Exception {
        if (medium.markup() == Markup.RAW) {
            return; // a program gets what was sent
        }
        List<LoggedRequest> requests = sent(medium, Messages.saying(HostileTexts.UNREADABLE));
        assertThat(texts(requests, Set.of()))
                .noneMatch(text -> UNREADABLE.matcher(text).find());
        assertThat(requests).noneMatch(request -> request.containsHeader("Bcc"));
        assertThat(texts(requests, Set.of()).stream()
                        .map(medium.markup()::shown)
                        .collect(Collectors.joining("\n")))
                .contains("abc[31mdefg");
    }
}
