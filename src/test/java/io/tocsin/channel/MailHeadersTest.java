package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.model.delivery.FailureClass;
import jakarta.mail.Message;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To whom a mail goes, and which mails make one conversation. */
class MailHeadersTest {
    private static MailServer server;
    private static Receivers receivers;

    @BeforeAll
    static void aMailServer() throws Exception {
        server = MailServer.start();
        receivers = new Receivers()
                .with("email", "ops-mail", server.plain(Map.of("to", "ops@example.org")))
                .with(
                        "email",
                        "team",
                        server.plain(Map.of(
                                "to", "ops@example.org, Second <second@example.org>",
                                "cc", "boss@example.org",
                                "replyTo", "team@example.org")))
                .with("email", "same", server.plain(Map.of("to", "ops@example.org", "sameSubject", "true")));
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
        server.close();
    }

    @BeforeEach
    void empty() throws Exception {
        server.mail.purgeEmailFromAllMailboxes();
    }

    private static MimeMessage only(String receiver, ObjectNode message) throws Exception {
        assertThat(receivers.send(receiver, message).exception()).isEmpty();
        MimeMessage[] received = server.mail.getReceivedMessages();
        return received[received.length - 1];
    }

    @Test
    void aDeliverysAddressStandsForAllOfTheReceivers() throws Exception {
        MimeMessage message = only("team", Messages.to("Ann <ann@example.org>"));
        assertThat(server.mail.getReceivedMessages()).hasSize(1);
        assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("Ann <ann@example.org>");
    }

    @Test
    void anAddressThatIsNoneIsPermanentAndMakesNoHeader() throws Exception {
        for (String address : new String[] {"ann at example.org", "ann@example.org\r\nBcc: thief@example.org", "ann"}) {
            assertThat(receivers.send("team", Messages.to(address)).failure().failureClass())
                    .as(address)
                    .isEqualTo(FailureClass.PERMANENT);
        }
        assertThat(server.mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void aRetryHasTheSameMessageIdAndLaterMailsReferToTheFirst() throws Exception {
        Outcome first = receivers.send("ops-mail", Messages.firing());
        ObjectNode again = Messages.firing();
        again.set("thread", first.thread().orElseThrow());
        again.withObject("/delivery").put("attempt", 2);
        receivers.send("ops-mail", again);
        ObjectNode resolved = Messages.resolved();
        resolved.set("thread", first.thread().orElseThrow());
        resolved.withObject("/delivery").put("idempotencyKey", "key-2");
        receivers.send("ops-mail", resolved);
        MimeMessage[] mails = server.mail.getReceivedMessages();
        assertThat(mails).hasSize(3);
        for (int i = 0; i < 2; i++) {
            assertThat(mails[i].getHeader("Message-ID")).containsExactly("<tocsin.delivery.key-1@hub.example.org>");
            assertThat(mails[i].getHeader("References")).containsExactly("<tocsin.incident.inc-1@hub.example.org>");
        }
        assertThat(mails[2].getHeader("Message-ID")).containsExactly("<tocsin.delivery.key-2@hub.example.org>");
        assertThat(mails[2].getHeader("References")[0].split("\\s+"))
                .containsExactly("<tocsin.incident.inc-1@hub.example.org>", "<tocsin.delivery.key-1@hub.example.org>");
        assertThat(mails[2].getHeader("In-Reply-To")).containsExactly("<tocsin.delivery.key-1@hub.example.org>");
        assertThat(mails[2].getHeader("X-Tocsin-Delivery")).containsExactly("del-1");
        assertThat(mails[2].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void laterMailsRepeatTheFirstSubjectWhereAskedTo() throws Exception {
        Outcome first = receivers.send("same", Messages.firing());
        ObjectNode resolved = Messages.resolved();
        resolved.set("thread", first.thread().orElseThrow());
        resolved.withObject("/delivery").put("idempotencyKey", "key-2");
        assertThat(only("same", resolved).getSubject()).isEqualTo("Re: [CRITICAL] Pipeline deploy failed");
    }

    @Test
    void severalRecipientsAndCopiesGetOneMailThatNamesThem() throws Exception {
        MimeMessage message = only("team", Messages.firing());
        assertThat(server.mail.getReceivedMessages()).hasSize(3);
        assertThat(message.getRecipients(Message.RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly("ops@example.org", "Second <second@example.org>");
        assertThat(message.getRecipients(Message.RecipientType.CC))
                .extracting(Object::toString)
                .containsExactly("boss@example.org");
        assertThat(message.getReplyTo()).extracting(Object::toString).containsExactly("team@example.org");
    }

    @Test
    void namesOfOtherLettersLeaveAsEncodedWords() throws Exception {
        receivers.with(
                "email",
                "names",
                server.plain(Map.of(
                        "from", "Bücherwächter <tocsin@hub.example.org>",
                        "to", "Jörg Müller <jm@example.org>, 山田 太郎 <yt@bücher.example>",
                        "cc", "\\\"Łukasz, Ops\\\" <lukasz@example.org>",
                        "replyTo", "Ελένη <eleni@example.org>")));
        String raw = GreenMailUtil.getWholeMessage(only("names", Messages.saying("Störung 🔥")));
        String head = raw.substring(0, raw.indexOf("\r\n\r\n"));
        assertThat(head).matches("[\\x20-\\x7e\\r\\n\\t]*");
        MimeMessage read = server.mail.getReceivedMessages()[0];
        assertThat(((InternetAddress) read.getFrom()[0]).getPersonal()).isEqualTo("Bücherwächter");
        assertThat(read.getRecipients(Message.RecipientType.TO))
                .extracting(to -> ((InternetAddress) to).getPersonal())
                .containsExactly("Jörg Müller", "山田 太郎");
        assertThat(head).contains("yt@xn--bcher-kva.example");
        assertThat(((InternetAddress) read.getRecipients(Message.RecipientType.CC)[0]).getPersonal())
                .isEqualTo("Łukasz, Ops");
        assertThat(((InternetAddress) read.getReplyTo()[0]).getPersonal()).isEqualTo("Ελένη");
        assertThat(read.getSubject()).isEqualTo("[CRITICAL] Störung 🔥");
    }

    @Test
    void aNameInADeliverysAddressIsEncodedToo() throws Exception {
        MimeMessage message = only("team", Messages.to("Jörg <joerg@example.org>"));
        assertThat(message.getHeader("To")[0]).isEqualTo("=?UTF-8?Q?J=C3=B6rg?= <joerg@example.org>");
        assertThat(receivers.send("team", Messages.to("jörg@example.org")).failure())
                .satisfies(failure -> {
                    assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
                    assertThat(failure.reason()).contains("SMTPUTF8");
                });
    }

    @Test
    void trapSmtpHeadersOfAnEventChangeNoServerAndNoRecipient() throws Exception {
        Map<String, Object> hostile = Map.of(
                "mail.smtp.host", "127.0.0.2",
                "mail.smtp.port", "1",
                "mail.smtp.auth", "false",
                "To", "thief@example.org",
                "Bcc", "thief@example.org",
                "Subject", "theirs",
                "X-Theirs", "1");
        assertThat(receivers.send("ops-mail", Messages.firing(), hostile).exception())
                .isEmpty();
        assertThat(server.mail.getReceivedMessages()).hasSize(1);
        MimeMessage message = server.mail.getReceivedMessages()[0];
        assertThat(message.getAllRecipients()).extracting(Object::toString).doesNotContain("thief@example.org");
        assertThat(message.getHeader("X-Theirs")).isNull();
        assertThat(message.getSubject()).startsWith("[CRITICAL]");
    }

    @Test
    void aLineBreakInATitleMakesNoHeader() throws Exception {
        MimeMessage message = only("ops-mail", Messages.saying("first\r\nBcc: thief@example.org\r\n\r\nbody"));
        assertThat(message.getSubject()).isEqualTo("[CRITICAL] first Bcc: thief@example.org body");
        assertThat(message.getHeader("Bcc")).isNull();
    }

    @Test
    void aBadAddressIsRefusedWhenTheReceiverIsMade() {
        for (Map<String, String> bad : List.of(
                Map.of("to", "ops at example.org"), Map.of("from", "nobody"), Map.of("cc", "a@example.org, b@"))) {
            assertThat(catchThrowable(() -> receivers.with("email", "bad" + bad.hashCode(), server.plain(bad))))
                    .as(bad.toString())
                    .hasStackTraceContaining("AddressException");
        }
        assertThat(catchThrowable(() -> receivers.with("email", "many", server.plain(Map.of("to", numbered(51))))))
                .hasStackTraceContaining("51 recipients; expected at most 50");
    }

    private static String numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "a" + number + "@example.org")
                .collect(Collectors.joining(", "));
    }
}
