package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.store.corridor.SettableClock;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How phones are reached when one of them cannot be, or may not be so often: from an event to what a provider was sent. */
@Tag("slow")
@Timeout(90)
class PhonesTest {
    private static final String ADA = "+4915110000001";
    private static final String BOB = "+4915110000002";
    private static final int INCIDENTS = 25;

    @TempDir
    Path folder;

    @Test
    void whatOnePhoneRefusesTheFallbackTells() {
        try (Sink twilio = Sink.start().answer(400, """
                        {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}""");
                Sink ntfy = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ ada ] } ]")
                        .receiver("sms-twilio", "ada", sms(twilio, ADA, Map.of("fallback", "push")))
                        .receiver("ntfy", "push", Map.of("url", ntfy.url(), "topic", "ops"))
                        .start()) {
            hub.send("ci", "{\"title\": \"disk full\", \"severity\": \"critical\"}");

            JsonNode told = TestHub.json(ntfy.await(1).get(0).body());
            assertThat(told.get("title").asText()).isEqualTo("[CRITICAL] disk full");
            assertThat(told.get("priority").asInt()).isEqualTo(5);
            assertThat(twilio.got()).hasSize(1);
            soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
            assertThat(hub.text("SELECT failure_class || ' ' || reason FROM dead_letter"))
                    .contains("permanent Twilio 21610: Attempt to send to unsubscribed recipient");
        }
    }

    @Test
    void aPhoneThatIsToldTooMuchHoldsNoOtherOneAndThenGetsOneTextThatSaysHowMany() {
        SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
        try (Sink twilio = Sink.start().answer(onlyWhere(BOB));
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ ada, bob ] } ]")
                        .receiver("sms-twilio", "ada", sms(twilio, ADA, Map.of("digestAbove", "24")))
                        .receiver("sms-twilio", "bob", sms(twilio, BOB, Map.of("digestAbove", "0")))
                        .clock(clock)
                        .start()) {
            incident(hub, 1);
            soon().until(() -> hub.count("SELECT count(*) FROM attempt WHERE failure_class = 'rate-limited'") == 1);
            for (int n = 2; n <= 1 + INCIDENTS; n++) {
                incident(hub, n);
            }
            soon().until(() -> texts(twilio, BOB).size() == 1 + INCIDENTS);
            soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'collapsed'") == INCIDENTS);
            assertThat(texts(twilio, ADA)).as("the one that was limited").hasSize(1);

            twilio.answer(201, "{\"sid\": \"SM1\", \"error_code\": null}");
            hub.advance(clock, Duration.ofSeconds(601));
            // What was refused for the limit alone reached nobody: it is told with what came after it, in one text.
            soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0);
            assertThat(texts(twilio, ADA).subList(1, texts(twilio, ADA).size()))
                    .singleElement()
                    .asString()
                    .startsWith("[DIGEST] " + (1 + INCIDENTS) + " incidents\n")
                    .endsWith("...")
                    .hasSizeLessThanOrEqualTo(2 * 153);
        }
    }

    private static Map<String, String> sms(Sink twilio, String to, Map<String, String> others) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "url",
                twilio.url(),
                "accountSid",
                "AC1",
                "token",
                "example",
                "from",
                "+15005550006",
                "to",
                to,
                "rate",
                "0",
                "destinationRate",
                "0"));
        parameters.putAll(others);
        return parameters;
    }

    private static void incident(TestHub hub, int n) {
        hub.send("ci", "{\"title\": \"disk " + n + "\", \"fingerprint\": \"disk-" + n + "\"}");
    }

    /** Twilio that takes what is for one number, and asks for ten minutes of peace with any other. */
    private static Function<Sink.Got, Sink.Reply> onlyWhere(String number) {
        return request -> form(request).get("To").equals(number)
                ? new Sink.Reply(201, "{\"sid\": \"SM1\", \"error_code\": null}")
                : new Sink.Reply(
                        429, "{\"code\": 20429, \"message\": \"Too Many Requests\"}", Map.of("Retry-After", "600"));
    }

    private static List<String> texts(Sink twilio, String number) {
        return twilio.got().stream()
                .map(PhonesTest::form)
                .filter(form -> form.get("To").equals(number))
                .map(form -> form.get("Body"))
                .toList();
    }

    private static Map<String, String> form(Sink.Got request) {
        return Arrays.stream(request.body().split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> decoded(field[0]), field -> decoded(field[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }
}
