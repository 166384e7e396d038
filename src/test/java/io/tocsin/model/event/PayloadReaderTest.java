package io.tocsin.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadReaderTest {
    private final PayloadReader reader = new PayloadReader();

    @Test
    void anOlderCloudEventIsTaken() {
        String event = "{\"specversion\":\"0.3\",\"id\":\"A1\",\"source\":\"/ci\",\"type\":\"t\",\"data\":{\"a\":1}}";

        for (String type : List.of("application/json", "application/cloudevents+json")) {
            assertThat(reader.read(arrival(type, event, Map.of(), Optional.empty())))
                    .isInstanceOf(Reading.Events.class);
        }
    }

    @Test
    void anObjectIsOneEventWithTheSendersOwnBytes() {
        Reading.Events events = events(json("  {\"b\" : 1.50,\n \"a\":\"\\u00e4\"} "));

        assertThat(events.batch()).isFalse();
        assertThat(text(events.drafts().get(0))).isEqualTo("{\"b\" : 1.50,\n \"a\":\"\\u00e4\"}");
        assertThat(events.drafts().get(0).externalId()).isEmpty();
    }

    @Test
    void anArrayIsOneEventPerElementWhateverTheElementIs() {
        Reading.Events events = events(json("[ {\"a\":[1,2]} , 17 ,\"x\",null,[1], {\"b\":{}}]"));

        assertThat(events.batch()).isTrue();
        assertThat(events.drafts())
                .extracting(PayloadReaderTest::text)
                .containsExactly("{\"a\":[1,2]}", "17", "\"x\"", "null", "[1]", "{\"b\":{}}");
    }

    @Test
    void anArrayOfNothingThatCouldBeAnEventIsRefusedAsAWhole() {
        Reading reading = reader.read(json("[" + "17,".repeat(999) + "17]"));

        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).detail()).contains("no element");
    }

    @Test
    void arraysInsideEnvelopesInsideAnArrayCountToo() {
        String inside = "[" + "{},".repeat(599) + "{}]";
        String envelope =
                "{\"Type\":\"Notification\",\"MessageId\":\"m\",\"TopicArn\":\"t\",\"Message\":\"" + inside + "\"}";

        assertThat(events(json("[" + envelope + "]")).drafts()).hasSize(600);
        Reading reading = reader.read(json("[" + envelope + "," + envelope + "]"));

        assertThat(((Reading.Refused) reading).detail()).contains("more than 1000 events");
    }

    @Test
    void aBodyOfMoreValuesThanATreeMayHaveIsRefused() {
        Reading reading = reader.read(json("{\"a\":[" + "[],".repeat(300_000) + "[]]}"));

        assertThat(((Reading.Refused) reading).detail()).contains("more than 300000 JSON values");
    }

    @Test
    void theIdempotencyKeyIsTheIdAndCountsTheElementsOfAnArray() {
        assertThat(events(arrival("application/json", "{\"id\":\"x\"}", Map.of(), Optional.of("k")))
                        .drafts())
                .extracting(EventDraft::externalId)
                .containsExactly(Optional.of("key:k"));
        assertThat(events(arrival("application/json", "[{},{}]", Map.of(), Optional.of("k")))
                        .drafts())
                .extracting(EventDraft::externalId)
                .containsExactly(Optional.of("key:k/0"), Optional.of("key:k/1"));
    }

    @Test
    void anIdOfThePayloadsOwnMakesNoRepeatSinceWhatFiresAgainCarriesIt() {
        assertThat(events(arrival(
                                "application/json",
                                "[{\"id\":\"t1\",\"status\":\"firing\"},{\"event_id\":\"t2\"}]",
                                Map.of(),
                                Optional.empty()))
                        .drafts())
                .extracting(EventDraft::externalId)
                .containsOnly(Optional.empty());
    }

    @Test
    void eventBridgeAndCloudEventsBringTheirOwnIds() {
        assertThat(id("{\"id\":\"c4\",\"detail-type\":\"X\",\"source\":\"aws.x\",\"account\":\"1\"}"))
                .isEqualTo("eventbridge:c4");
        assertThat(id("{\"specversion\":\"1.0\",\"id\":\"A1\",\"source\":\"/ci\",\"type\":\"t\"}"))
                .isEqualTo("ce:/ci A1");
    }

    @Test
    void aBinaryCloudEventBecomesTheStructuredOne() throws Exception {
        Reading.Events events = events(arrival(
                "application/json",
                "{\"env\":\"prod\"}",
                Map.of(
                        "ce-specversion", "1.0",
                        "ce-id", "A%201",
                        "ce-source", "/ci",
                        "ce-type", "com.acme.failed",
                        "ce-subject", "Euro%20%E2%82%AC%20%F0%9F%98%80+",
                        "ce-team", "a"),
                Optional.empty()));

        EventDraft draft = events.drafts().get(0);
        assertThat(draft.contentType()).isEqualTo("application/cloudevents+json");
        assertThat(draft.externalId()).contains("ce:/ci A 1");
        assertThat(draft.attributes()).containsEntry("ce-type", "com.acme.failed");
        assertThat(new ObjectMapper().readTree(draft.body())).isEqualTo(new ObjectMapper().readTree("""
                                        {"specversion":"1.0","id":"A 1","source":"/ci","type":"com.acme.failed",
                                         "subject":"Euro € 😀+","team":"a","datacontenttype":"application/json",
                                         "data":{"env":"prod"}}"""));
    }

    @Test
    void aBatchOfCloudEventsIsOneEventEach() {
        String one = "{\"specversion\":\"1.0\",\"id\":\"A1\",\"source\":\"/ci\",\"type\":\"t\"}";
        Reading.Events events = events(arrival(
                "application/cloudevents-batch+json; charset=UTF-8",
                "[" + one + "," + one.replace("A1", "A2") + "]",
                Map.of(),
                Optional.empty()));

        assertThat(events.drafts())
                .extracting(EventDraft::externalId)
                .containsExactly(Optional.of("ce:/ci A1"), Optional.of("ce:/ci A2"));
    }

    @Test
    void anSnsNotificationIsWhatIsInsideIt() throws Exception {
        Reading.Events plain = events(json("{\"Type\":\"Notification\",\"MessageId\":\"m1\",\"TopicArn\":\"arn:t\","
                + "\"Subject\":\"Disk\",\"Message\":\"it is full\"}"));
        assertThat(text(plain.drafts().get(0))).isEqualTo("{\"title\":\"Disk\",\"message\":\"it is full\"}");
        assertThat(plain.drafts().get(0).externalId()).contains("sns:m1");
        assertThat(plain.batch()).isFalse();

        Arrival keyed = arrival(
                "application/json",
                "{\"Type\":\"Notification\",\"MessageId\":\"m1\",\"TopicArn\":\"arn:t\",\"Message\":\"x\"}",
                Map.of(),
                Optional.of("k"));
        assertThat(events(keyed).drafts().get(0).externalId()).contains("key:k");
    }

    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~| MALFORMED | empty",
                "~   ~ | MALFORMED | empty",
                "{\"a\":1 | MALFORMED | ends before",
                "[{\"a\":1}, | MALFORMED | line 1, column 10",
                "{\"a\":\"b | MALFORMED | JSON",
                "{\"a\":1}} | MALFORMED | line 1, column 8",
                "{\"a\":1} {} | MALFORMED | second JSON value",
                "{'a':1} | MALFORMED | line 1, column 2",
                "{\"a\":NaN} | MALFORMED | not well-formed",
                "{\"a\":01} | MALFORMED | not well-formed",
                "{\"a\":\"\\x\"} | MALFORMED | not well-formed",
                "<xml/> | MALFORMED | not well-formed",
                "a=b | MALFORMED | not well-formed",
                "17 | UNACCEPTABLE | single JSON value",
                "\"text\" | UNACCEPTABLE | single JSON value",
                "null | UNACCEPTABLE | single JSON value",
                "{\"a\":1,\"a\":2} | UNACCEPTABLE | twice",
                "{\"a\":1e400} | UNACCEPTABLE | too large",
                "[1e999999999] | UNACCEPTABLE | too large",
            })
    void aBodyThatIsNoEventIsRefusedWithWhatAndWhere(String body, Reading.Kind kind, String words) {
        Reading.Refused refused = refused(json(body));

        assertThat(refused.kind()).as(refused.detail()).isEqualTo(kind);
        assertThat(refused.detail()).contains(words);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        for (byte[] body : List.of(
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', '}'},
                "{}".getBytes(StandardCharsets.UTF_16),
                "{}".getBytes(StandardCharsets.UTF_16BE),
                "{}".getBytes(StandardCharsets.UTF_16LE))) {
            Reading reading = reader.read(
                    new Arrival("s", "application/json", Map.of(), Optional.empty(), Optional.empty(), body, Map.of()));
            assertThat(reading).isInstanceOfSatisfying(Reading.Refused.class, refused -> assertThat(refused.kind())
                    .isEqualTo(Reading.Kind.MALFORMED));
        }
    }

    @Test
    void depthNumberAndCountHaveTheirLimitsAndWhatIsWithinThemPasses() {
        assertThat(events(json("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}"))
                        .drafts())
                .hasSize(1);
        assertThat(refused(json("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"))
                        .detail())
                .contains("64 levels");
        assertThat(events(json("{\"n\":" + "9".repeat(100) + "}")).drafts()).hasSize(1);
        assertThat(refused(json("{\"n\":" + "9".repeat(101) + "}")).kind()).isEqualTo(Reading.Kind.UNACCEPTABLE);
        assertThat(events(json("[" + "{},".repeat(999) + "{}]")).drafts()).hasSize(1000);
        assertThat(refused(json("[" + "{},".repeat(1000) + "{}]")).detail()).contains("1000");
    }

    @Test
    void aCloudEventThatLacksWhatItMustHaveIsRefused() {
        assertThat(refused(arrival("application/cloudevents+json", "{\"id\":\"1\"}", Map.of(), Optional.empty()))
                        .kind())
                .isEqualTo(Reading.Kind.UNACCEPTABLE);
        assertThat(refused(arrival("application/json", "{}", Map.of("ce-specversion", "1.0"), Optional.empty()))
                        .kind())
                .isEqualTo(Reading.Kind.UNACCEPTABLE);
        assertThat(refused(arrival(
                                "application/json",
                                "{}",
                                Map.of("ce-specversion", "1.0", "ce-id", "%G1", "ce-source", "/", "ce-type", "t"),
                                Optional.empty()))
                        .kind())
                .isEqualTo(Reading.Kind.MALFORMED);
    }

    @Test
    void aKeyThatIsNoKeyIsRefused() {
        for (String key : List.of("", " ", "x".repeat(256), "a\tb", "\u00e4")) {
            assertThat(refused(arrival("application/json", "{}", Map.of(), Optional.of(key)))
                            .detail())
                    .contains("Idempotency-Key");
        }
    }

    @Property(tries = 500)
    void noBytesMakeItThrow(@ForAll byte[] body) {
        assertThat(reader.read(new Arrival(
                        "s", "application/json", Map.of(), Optional.empty(), Optional.empty(), body, Map.of())))
                .isNotNull();
    }

    @Property(tries = 500)
    void aStringOfAnyCharactersArrivesAsItWasSent(@ForAll String value) throws Exception {
        byte[] body = new ObjectMapper().writeValueAsBytes(Map.of("message", value));
        // Lone surrogates have no UTF-8; Jackson writes them as escapes or refuses, and neither is this test's matter.
        Reading reading = reader.read(
                new Arrival("s", "application/json", Map.of(), Optional.empty(), Optional.empty(), body, Map.of()));
        if (reading instanceof Reading.Events events) {
            assertThat(events.drafts().get(0).body()).isEqualTo(body);
        }
    }

    private String id(String body) {
        return events(json(body)).drafts().get(0).externalId().orElseThrow();
    }

    private Reading.Events events(Arrival arrival) {
        Reading reading = reader.read(arrival);
        assertThat(reading).isInstanceOf(Reading.Events.class);
        return (Reading.Events) reading;
    }

    private Reading.Refused refused(Arrival arrival) {
        Reading reading = reader.read(arrival);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return (Reading.Refused) reading;
    }

    private static Arrival json(String body) {
        return arrival("application/json", body, Map.of(), Optional.empty());
    }

    private static Arrival arrival(String type, String body, Map<String, String> headers, Optional<String> key) {
        return new Arrival("s", type, headers, key, Optional.empty(), body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static String text(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }
}
