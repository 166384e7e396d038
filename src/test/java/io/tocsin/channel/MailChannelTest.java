package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader gets by e-mail, through a real SMTP server. */
class MailChannelTest {
    private static MailServer server;
    private static Receivers receivers;

    @BeforeAll
    static void aMailServer() throws Exception {
        server = MailServer.start();
        receivers = new Receivers().with("email", "ops-mail", server.plain(Map.of("to", "ops@example.org")));
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
    void anAlertArrivesWithAllItsSectionsAsTextAndAsHtml() throws Exception {
        MimeMessage message = only("ops-mail", Messages.firing());
        assertThat(message.getSubject()).isEqualTo("[CRITICAL] Pipeline deploy failed");
        assertThat(message.getFrom()).containsExactly(new InternetAddress("Tocsin <tocsin@hub.example.org>"));
        String text = MailServer.part(message, 0);
        String html = MailServer.part(message, 1);
        for (String form : new String[] {text, html}) {
            assertThat(form)
                    .contains(
                            "CRITICAL",
                            "Pipeline deploy failed",
                            "open",
                            "2026-08-20 10:00:00 UTC",
                            "deploy",
                            "Description",
                            "Stage Deploy failed",
                            "Impact",
                            "No release",
                            "Root cause",
                            "Health check",
                            "Resolution",
                            "Roll back",
                            "Console",
                            "inc-1",
                            "production-pipeline-failed");
        }
        assertThat(text).contains("- Console: https://console.example.org/p?a=1&b=2");
        assertThat(html)
                .contains("bgcolor=\"#b3261e\"")
                .contains("href=\"https://console.example.org/p?a=1&amp;b=2\"")
                .contains("<meta name=\"color-scheme\" content=\"light dark\">")
                .contains("@media (prefers-color-scheme: dark)")
                .contains("@media (max-width: 620px)");
    }

    @Test
    void aResolvedIncidentIsGreenAndSaysSoInTheSubject() throws Exception {
        MimeMessage message = only("ops-mail", Messages.resolved());
        assertThat(message.getSubject()).isEqualTo("[RESOLVED] Pipeline deploy failed");
        assertThat(MailServer.part(message, 1)).contains("bgcolor=\"#2e7d32\"").contains("2026-08-20 11:00:00 UTC");
    }

    @Test
    void theLinkByWhichItsReaderAnswersIsInBothForms() throws Exception {
        MimeMessage message = only("ops-mail", Messages.answerable());
        assertThat(MailServer.part(message, 0)).contains("- Acknowledge: " + Messages.LINK);
        assertThat(MailServer.part(message, 1)).contains("href=\"" + Messages.LINK + "\"", ">Acknowledge</a>");
    }

    @Test
    void aDigestListsEachIncident() throws Exception {
        MimeMessage message = only("ops-mail", Messages.digest(25));
        assertThat(message.getSubject()).startsWith("[DIGEST]");
        for (int part = 0; part < 2; part++) {
            assertThat(MailServer.part(message, part))
                    .contains("[HIGH] Incident number 1", "[RESOLVED] Incident number 2", "Incident number 25");
        }
    }

    @Test
    void businessReadersGetTheImpactAndExecutivesTwoSentences() throws Exception {
        String business = MailServer.part(only("ops-mail", Messages.readBy("business")), 0);
        assertThat(business)
                .contains("Impact\nNo release")
                .doesNotContain("Health check", "production-pipeline-failed");
        String executive = MailServer.part(only("ops-mail", Messages.readBy("executive")), 0);
        assertThat(executive)
                .contains("Pipeline deploy failed. No release.")
                .doesNotContain("Health check", "Console", "Severity");
    }

    @Test
    void theLinesOfADescriptionStayLinesInOutlookToo() throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.at("/alerts/0")).put("description", "one <b>\n  two & three");
        assertThat(MailServer.part(only("ops-mail", message), 1))
                .contains("white-space:pre-wrap\">one &lt;b&gt;<br>  two &amp; three</p>");
    }

    @Test
    void whateverIsMissingOrTooManyTheMailIsDelivered() throws Exception {
        for (Map.Entry<String, ObjectNode> odd : OddMessages.all().entrySet()) {
            assertThat(only("ops-mail", odd.getValue()).getSubject())
                    .as(odd.getKey())
                    .startsWith("[");
        }
    }

    @Test
    void aMailThatMayHaveComeBeforeSaysSo() throws Exception {
        ObjectNode message = OddMessages.all().get("perhaps the second of its kind");
        for (int part = 0; part < 2; part++) {
            assertThat(MailServer.part(only("ops-mail", message), part)).contains(", perhaps sent again. Sent by");
        }
    }
}
