package io.tocsin.channel;

import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static io.tocsin.model.delivery.FailureClass.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an SMTP server can do to a mail, and who must not get it twice. */
@Tag("slow")
class MailRefusalTest {
    private static final String NO = "550 5.1.1 no such user";
    private static final String LATER = "450 4.7.1 come back later";

    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        receivers = new Receivers();
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    private static Outcome send(ScriptedMailServer server, ObjectNode message) throws Exception {
        String name = "to-" + server.port();
        if (receivers.lane(name) == null) {
            receivers.with(
                    "email",
                    name,
                    MailServer.at(
                            server.port(),
                            Map.of("to", "a@example.org, b@example.org, c@example.org", "timeout", "1500")));
        }
        return receivers.send(name, message);
    }

    private static Failure failure(Map<String, String> answers) throws Exception {
        try (ScriptedMailServer server = ScriptedMailServer.plain(answers)) {
            return send(server, Messages.firing()).failure();
        }
    }

    private static ObjectNode again(Outcome earlier) throws Exception {
        ObjectNode message = Messages.firing();
        message.set("thread", earlier.thread().orElseThrow());
        message.withObject("/delivery").put("attempt", 2);
        return message;
    }

    private static List<String> recipients(ScriptedMailServer server) {
        return server.heard().stream().filter(line -> line.startsWith("RCPT")).toList();
    }

    @Test
    void aRefusedRecipientCostsTheOthersNothingAndIsNamed() throws Exception {
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of("RCPT TO:<b@", NO))) {
            Outcome outcome = send(server, Messages.firing());
            assertThat(server.heard()).contains(".");
            assertThat(outcome.failure().failureClass()).isEqualTo(PERMANENT);
            assertThat(outcome.failure().statusCode()).contains(550);
            assertThat(outcome.failure().reason())
                    .contains("sent to 2 of 3 recipients", "refused: b@example.org (550 5.1.1 no such user)");
            // A redrive goes to b only.
            send(server, again(outcome));
            assertThat(recipients(server)).endsWith("RCPT TO:<b@example.org>").hasSize(4);
        }
    }

    @Test
    void aRecipientThatIsPutOffIsTriedAgainAlone() throws Exception {
        Outcome first;
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of("RCPT TO:<b@", LATER, "RCPT TO:<c@", NO))) {
            first = send(server, Messages.firing());
            assertThat(first.failure().failureClass()).isEqualTo(TRANSIENT);
            assertThat(first.failure().reason()).contains("sent to 1 of 3", "b@example.org (450", "c@example.org (550");
        }
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of("RCPT TO:<c@", NO))) {
            Outcome second = send(server, again(first));
            assertThat(recipients(server)).containsExactly("RCPT TO:<b@example.org>", "RCPT TO:<c@example.org>");
            assertThat(second.failure().failureClass()).isEqualTo(PERMANENT);
            assertThat(second.thread().orElseThrow().at("/sent/key-1"))
                    .extracting(Object::toString)
                    .containsExactly("\"a@example.org\"", "\"b@example.org\"");
        }
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of())) {
            ObjectNode next = again(first);
            next.withObject("/delivery").put("idempotencyKey", "key-2");
            assertThat(send(server, next).delivered()).isTrue();
            assertThat(recipients(server))
                    .as("the next mail is for all of them")
                    .hasSize(3);
        }
    }

    @Test
    void whereNobodyIsTakenTheOneWithHopeDecides() throws Exception {
        assertThat(failure(Map.of("RCPT", NO)).failureClass()).isEqualTo(PERMANENT);
        assertThat(failure(Map.of("RCPT TO:<a@", LATER, "RCPT TO:<b@", NO, "RCPT TO:<c@", NO))
                        .failureClass())
                .isEqualTo(TRANSIENT);
        assertThat(failure(Map.of("RCPT", LATER)).failureClass()).isEqualTo(TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 454 4.7.0 Throttling failure: Maximum sending rate exceeded, RATE_LIMITED",
        "MAIL, 451 4.3.0 try later, TRANSIENT",
        "MAIL, 550 5.7.1 sender not allowed, PERMANENT",
        "DATA, 451 4.3.0 try later, TRANSIENT",
        "DATA, 554 5.7.1 no, PERMANENT",
        "., 452 4.3.1 disk full, TRANSIENT",
        "., 554 5.7.1 looks like spam, PERMANENT",
        "., 552 5.3.4 too large, PERMANENT"
    })
    void aReplyIsJudgedByItsNumber(String command, String reply, FailureClass expected) throws Exception {
        Failure failure = failure(Map.of(command, reply));
        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.reason()).contains(reply);
    }

    @ParameterizedTest
    @CsvSource({"MAIL,reset", "RCPT,reset", "DATA,reset", "DATA,hang"})
    void aConnectionThatEndsBeforeTheMailWasOverSentNothing(String command, String end) throws Exception {
        Failure failure = failure(Map.of(command, end));
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("not sent");
    }

    @Test
    void aConnectionThatEndsAfterTheMailWasOverMayHaveSentIt() throws Exception {
        assertThat(failure(Map.of(".", SmtpScript.RESET)).failureClass()).isEqualTo(UNKNOWN);
        assertThat(failure(Map.of(".", SmtpScript.HANG)).failureClass()).isEqualTo(UNKNOWN);
    }

    @Test
    void aServerThatIsAwayIsTransient() throws Exception {
        ScriptedMailServer server = ScriptedMailServer.plain(Map.of());
        server.close();
        assertThat(send(server, Messages.firing()).failure().failureClass()).isEqualTo(TRANSIENT);
    }

    @Test
    void wrongAddressesOpenNoBreaker() throws Exception {
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of("RCPT", NO))) {
            for (int i = 0; i < 7; i++) {
                assertThat(send(server, Messages.firing()).failure().statusCode())
                        .contains(550);
            }
        }
    }
}
