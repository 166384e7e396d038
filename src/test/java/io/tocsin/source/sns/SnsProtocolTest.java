package io.tocsin.source.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.event.EventDraft;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnsProtocolTest {
    private final Shelf aws = new Shelf();

    private SnsProtocol protocol() {
        SnsProtocol protocol = new SnsProtocol(aws);
        protocol.setTopics(Posted.TOPIC);
        return protocol;
    }

    private static Posted unsigned(Posted posted) {
        return posted.with("SignatureVersion", "2").with("Signature", "AAAA");
    }

    private Answer answer(Posted posted) {
        Heard.Aside aside = (Heard.Aside) protocol().hear(unsigned(posted).arrival());
        return aside.answer().toCompletableFuture().join();
    }

    @Test
    void aNotificationIsTheEventInsideUnderTheMessagesId() {
        Heard.Events events =
                (Heard.Events) protocol().hear(unsigned(Posted.notification()).arrival());

        assertThat(events.drafts()).hasSize(1);
        EventDraft event = events.drafts().get(0);
        assertThat(new String(event.body(), StandardCharsets.UTF_8)).isEqualTo("{\"title\":\"disk full: é\"}");
        assertThat(event.externalId()).contains("msg:22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
        assertThat(event.attributes()).containsEntry("sns-topic", Posted.TOPIC);
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void aSubscriptionIsConfirmedAtTheTopicsOwnHost() {
        Posted posted = Posted.subscription("SubscriptionConfirmation");
        aws.put(posted.fields().get("SubscribeURL"), "<ok/>".getBytes(StandardCharsets.UTF_8));

        assertThat(answer(posted).status()).isEqualTo(200);
        assertThat(aws.asked).containsExactly(posted.fields().get("SubscribeURL"));
    }

    @Test
    void aConfirmationThatFailsIsAskedForAgain() {
        assertThat(answer(Posted.subscription("SubscriptionConfirmation")).status())
                .isEqualTo(503);
        assertThat(aws.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/?Action=ConfirmSubscription",
                "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription",
                "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
                "https://sns.eu-west-1.amazonaws.com.evil.example/?Action=ConfirmSubscription",
                "https://sns.eu-west-1.amazonaws.com@evil.example/?Action=ConfirmSubscription",
                "https://sns.eu-west-1.amazonaws.com:444/?Action=ConfirmSubscription"
            })
    void aSubscriptionThatWouldBeConfirmedElsewhereIsNot(String url) {
        assertThat(answer(Posted.subscription("SubscriptionConfirmation").with("SubscribeURL", url))
                        .status())
                .isEqualTo(503);
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void aTopicThatIsNotListedIsNotSubscribedTo() {
        Posted foreign = Posted.subscription("SubscriptionConfirmation")
                .with("TopicArn", "arn:aws:sns:eu-west-1:999999999999:alarms");

        assertThat(answer(foreign).status()).isEqualTo(503);
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void aSubscriptionThatWasEndedIsNotTakenUpAgain() {
        assertThat(answer(Posted.subscription("UnsubscribeConfirmation")).status())
                .isEqualTo(200);
        assertThat(aws.asked).isEmpty();
    }

    @Test
    void whatIsNoMessageOfSnsIsRefused() {
        assertThat(protocol().hear(Posted.notification().arrival())).isInstanceOf(Heard.Refused.class);
    }
}
