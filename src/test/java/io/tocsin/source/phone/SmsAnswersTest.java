package io.tocsin.source.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.TestPeople;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.protocol.Heard;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What comes of a message that can't be done, that is none, or that a machine wrote. */
class SmsAnswersTest {

    private static final String ANN = "+4915110000001";

    private volatile Instant now = Instant.parse("2026-08-20T10:00:00Z");

    private SmsAnswers answers(Executor work) {
        Person ann = TestPeople.person("ann", Map.of("sms", ANN));
        ChatDesk desk = new ChatDesk() {
            @Override
            public Came act(Wish wish) {
                throw new IllegalStateException("nobody wants anything");
            }

            @Override
            public Recipients recipients() {
                return new Recipients(List.of(ann), List.of(), List.of());
            }
        };
        return new SmsAnswers(desk, PhoneDesk.NONE, work, () -> now);
    }

    private static Heard hear(SmsAnswers answers, String id, String text) {
        String body = "MessageSid=" + id + "&From=" + URLEncoder.encode(ANN, StandardCharsets.UTF_8) + "&Body="
                + URLEncoder.encode(text, StandardCharsets.UTF_8);
        return answers.hear(new Arrival(
                "sms",
                "application/x-www-form-urlencoded",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                body.getBytes(StandardCharsets.UTF_8),
                Map.of(),
                ""));
    }

    private static String said(SmsAnswers answers, String text) {
        String id = "SM" + UUID.randomUUID().toString().replace("-", "");
        Heard.Aside aside = (Heard.Aside) hear(answers, id, text);
        return new String(aside.answer().toCompletableFuture().join().body(), StandardCharsets.UTF_8);
    }

    @Test
    void whoIsNotToldWhatBecameOfItIsNotAskedToSendTheSameAgainWhichMayMeanTheNextIncident() {
        assertThat(said(
                        answers(work -> {
                            throw new RejectedExecutionException("full");
                        }),
                        "ack"))
                .contains("It is not known whether that was done. Send list")
                .contains("with a number");
    }

    @Test
    void aPhoneThatAnswersByItselfInFewWordsGetsOneAnswer() {
        SmsAnswers answers = answers(Runnable::run);
        assertThat(said(answers, "I'm driving")).contains("<Message>Send ack, resolve or escalate");
        assertThat(said(answers, "I'm driving")).endsWith("<Response></Response>");
        now = now.plusSeconds(599);
        assertThat(said(answers, "I'm driving")).endsWith("<Response></Response>");
        now = now.plusSeconds(1);
        assertThat(said(answers, "akc")).contains("<Message>Send ack, resolve or escalate");
    }

    /** Camel sets what a template says in an order of its own. */
    @Test
    void whoMayAnswerIsSaidForKindsOfAddressThatAreNamedAfterIt() {
        SmsAnswers answers = answers(Runnable::run);
        answers.setTeams("duty");
        answers.setAudiences("business");
        answers.setPeople("sms");
        assertThat(said(answers, "list"))
                .contains("ann is of the audience technical, and only business and members of duty may answer here.");
    }

    @Test
    void anIdThatIsNoneOfTwiliosIsRefusedSinceItCouldBeOneWithTheNextFieldBehindIt() {
        SmsAnswers answers = answers(Runnable::run);
        String id = "SM0123456789abcdef0123456789abcdef";
        assertThat(hear(answers, id, "I'm driving")).isInstanceOf(Heard.Aside.class);
        for (String other : List.of("", id + "NumMedia0", id.substring(1), "sm" + id.substring(2), id + "0")) {
            assertThat(hear(answers, other, "I'm driving")).as(other).isInstanceOf(Heard.Refused.class);
        }
    }
}
