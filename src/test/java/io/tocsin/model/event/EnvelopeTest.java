package io.tocsin.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final String ALARM = "{\"AlarmName\":\"cpu-high\",\"NewStateValue\":\"ALARM\"}";
    private static final String BRIDGE =
            "{\"id\":\"c4\",\"detail-type\":\"X\",\"source\":\"aws.x\",\"account\":\"1\",\"detail\":{}}";

    private final Envelope envelope = new Envelope();

    @Test
    void anAlarmComesOutOfItsSnsEnvelopeUnderSnssId() throws Exception {
        EventDraft draft = only(sns(ALARM));

        assertThat(text(draft)).isEqualTo(ALARM);
        assertThat(draft.externalId()).contains("sns:m1");
        assertThat(draft.attributes())
                .containsEntry("sns-topic", "arn:t")
                .containsEntry("sns-subject", "s")
                .containsEntry("sqs-message-id", "q1");
    }

    @Test
    void anEventBridgeEventStaysWholeUnderItsOwnIdWithOrWithoutSns() throws Exception {
        assertThat(text(only(sns(BRIDGE)))).isEqualTo(BRIDGE);
        assertThat(only(sns(BRIDGE)).externalId()).contains("eventbridge:c4");
        assertThat(text(only(BRIDGE))).isEqualTo(BRIDGE);
        assertThat(only(BRIDGE).externalId()).contains("eventbridge:c4");
    }

    @Test
    void whatAPersonTypedIntoSnsIsATitleAndAMessage() throws Exception {
        assertThat(text(only(sns("the \"disk\" is full"))))
                .isEqualTo("{\"title\":\"s\",\"message\":\"the \\\"disk\\\" is full\"}");
    }

    @Test
    void aMessageOfTooManyMessagesOfManyIsOneEventThatIsKeptWhole() throws Exception {
        String inside = "[" + "{},".repeat(599) + "{}]";
        String body = "[" + sns(inside) + "," + sns(inside) + "]";

        assertThat(envelope.unwrap("s", "q1", "[" + sns(inside) + "]")).hasSize(600);
        assertThat(text(only(body))).startsWith("\"[{").contains("MessageId");
    }

    @Test
    void aRedriveOfAMessageWithAnIdInsideIsARepeat() {
        assertThat(envelope.unwrap("s", "q1", BRIDGE).get(0).externalId())
                .isEqualTo(envelope.unwrap("s", "q2", BRIDGE).get(0).externalId());
    }

    @Test
    void anIdOfThePayloadsOwnMakesNoRepeatSinceWhatFiresAgainCarriesIt() {
        String own = "{\"id\":\"t1\"}";
        assertThat(envelope.unwrap("s", "q1", own).get(0).externalId())
                .isNotEqualTo(envelope.unwrap("s", "q2", own).get(0).externalId());
    }

    @Test
    void twoMessagesWithTheSameWordsAndNoIdAreTwoEventsButARedeliveryIsNone() {
        String words = "{\"title\":\"disk full\"}";

        assertThat(envelope.unwrap("s", "q1", words).get(0).externalId())
                .isPresent()
                .isEqualTo(envelope.unwrap("s", "q1", words).get(0).externalId())
                .isNotEqualTo(envelope.unwrap("s", "q2", words).get(0).externalId());
    }

    @Test
    void whatIsNotJsonIsKeptAsAString() throws Exception {
        for (String body : List.of("not json", "", "17", "{\"a\":", "{\"a\":1,\"a\":2}", "[]", "\u0000")) {
            EventDraft draft = only(body);
            assertThat(new ObjectMapper().readTree(draft.body()).textValue()).isEqualTo(body);
            assertThat(draft.externalId()).isPresent();
        }
    }

    @Test
    void anArrayIsOneEventPerElementEachWithAnIdOfItsOwn() {
        List<EventDraft> drafts = envelope.unwrap("s", "q1", "[{\"a\":1},{\"a\":2}]");

        assertThat(drafts).hasSize(2);
        assertThat(drafts).extracting(EventDraft::externalId).doesNotHaveDuplicates();
    }

    private EventDraft only(String body) {
        List<EventDraft> drafts = envelope.unwrap("s", "q1", body);
        assertThat(drafts).hasSize(1);
        return drafts.get(0);
    }

    private static String sns(String message) throws Exception {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "Type",
                        "Notification",
                        "MessageId",
                        "m1",
                        "TopicArn",
                        "arn:t",
                        "Subject",
                        "s",
                        "Message",
                        message));
    }

    private static String text(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }
}
