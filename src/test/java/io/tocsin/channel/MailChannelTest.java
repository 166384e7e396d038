package io.tocsin.channel;

import static io.tocsin.delivery.FailureClass.PERMANENT;
import static io.tocsin.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tocsin.delivery.Failure;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailChannelTest {
    private GreenMail mail;
    private Receivers receivers;

    // GreenMail's own certificate bears no host's name.
    @BeforeAll
    static void aCertificateForLocalhost(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", "changeit");
    }

    @AfterAll
    static void noCertificate() {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    @BeforeEach
    void aMailServer() throws Exception {
        mail = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
        });
        mail.setUser("ops@example.org", "user", "p&ss+word%");
        mail.start();
        receivers =
                new Receivers().with("email", "ops-mail", plain(Map.of("username", "user", "password", "p&ss+word%")));
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty("mail.smtps.ssl.trust");
        receivers.close();
        mail.stop();
    }

    private Map<String, String> plain(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(mail.getSmtp().getPort()),
                "startTls", "false",
                "from", "Tocsin <tocsin@hub.example.org>",
                "to", "ops@example.org, second@example.org",
                "timeout", "2000"));
        parameters.putAll(more);
        return parameters;
    }

    private MimeMessage received() {
        assertThat(mail.getReceivedMessages()).hasSize(2);
        return mail.getReceivedMessages()[0];
    }

    private static String part(MimeMessage message, int index) throws Exception {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        return ((String) parts.getBodyPart(index).getContent()).replace("\r\n", "\n");
    }

    @Test
    void anAlertArrivesWithAllItsSectionsAsTextAndAsHtml() throws Exception {
        assertThat(receivers.send("ops-mail", Messages.firing()).exception()).isEmpty();
        MimeMessage message = received();
        assertThat(message.getSubject()).isEqualTo("[CRITICAL] Pipeline deploy failed");
        assertThat(message.getFrom()).containsExactly(new InternetAddress("Tocsin <tocsin@hub.example.org>"));
        assertThat(message.getAllRecipients()).hasSize(2);
        String text = part(message, 0);
        String html = part(message, 1);
        for (String form : new String[] {text, html}) {
            assertThat(form)
                    .contains(
                            "CRITICAL",
                            "Pipeline deploy failed",
                            "open",
                            "2026-08-20T10:00:00Z",
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
        assertThat(html).contains("bgcolor=\"#b3261e\"").contains("href=\"https://console.example.org/p?a=1&amp;b=2\"");
    }

    @Test
    void aResolvedIncidentIsGreenAndSaysSoInTheSubject() throws Exception {
        receivers.send("ops-mail", Messages.resolved());
        assertThat(received().getSubject()).isEqualTo("[RESOLVED] Pipeline deploy failed");
        assertThat(part(received(), 1)).contains("bgcolor=\"#2e7d32\"").contains("2026-08-20T11:00:00Z");
    }

    @Test
    void theMessageIdIsTheSameInEveryTryAndTheIncidentIsTheConversation() throws Exception {
        receivers.send("ops-mail", Messages.firing());
        receivers.send("ops-mail", Messages.firing());
        assertThat(mail.getReceivedMessages()).hasSize(4).allSatisfy(message -> {
            assertThat(message.getHeader("Message-ID")).containsExactly("<tocsin.delivery.key-1@hub.example.org>");
            assertThat(message.getHeader("References")).containsExactly("<tocsin.incident.inc-1@hub.example.org>");
            assertThat(message.getHeader("In-Reply-To")).containsExactly("<tocsin.incident.inc-1@hub.example.org>");
            assertThat(message.getHeader("X-Tocsin-Delivery")).containsExactly("del-1");
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        });
    }

    @Test
    void trapSmtpHeadersOfAnEventChangeNoServerAndNoRecipient() throws Exception {
        Map<String, Object> hostile = Map.of(
                "mail.smtp.host",
                "127.0.0.2",
                "mail.smtp.port",
                "1",
                "mail.smtp.auth",
                "false",
                "To",
                "thief@example.org",
                "Bcc",
                "thief@example.org",
                "Subject",
                "theirs",
                "X-Theirs",
                "1");
        assertThat(receivers.send("ops-mail", Messages.firing(), hostile).exception())
                .isEmpty();
        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(received().getAllRecipients()).extracting(Object::toString).doesNotContain("thief@example.org");
        assertThat(received().getHeader("X-Theirs")).isNull();
        assertThat(received().getSubject()).startsWith("[CRITICAL]");
    }

    @Test
    void aLineBreakInATitleMakesNoHeader() throws Exception {
        receivers.send("ops-mail", Messages.saying("first\r\nBcc: thief@example.org\r\n\r\nbody"));
        assertThat(received().getSubject()).isEqualTo("[CRITICAL] first Bcc: thief@example.org body");
        assertThat(received().getHeader("Bcc")).isNull();
    }

    @Test
    void aWrongPasswordIsPermanent() throws Exception {
        receivers.with("email", "wrong", plain(Map.of("username", "user", "password", "no")));
        Failure failure = receivers.send("wrong", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(PERMANENT);
        assertThat(failure.statusCode()).contains(535);
    }

    @Test
    void aServerThatIsAwayIsTransient() throws Exception {
        mail.stop();
        assertThat(receivers.send("ops-mail", Messages.firing()).failure().failureClass())
                .isEqualTo(TRANSIENT);
    }

    @Test
    void whereStartTlsIsRequiredNothingGoesOutInTheClear() throws Exception {
        receivers.with("email", "strict", plain(Map.of("startTls", "true")));
        Failure failure = receivers.send("strict", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("STARTTLS is required");
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void aMailGoesThroughTlsToAServerThatTheMachineTrusts() throws Exception {
        toLocalhostWithTls("trusted");
        assertThat(receivers.send("trusted", Messages.firing()).exception()).isEmpty();
        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aTrustedCertificateOfAnotherNameIsRefused() throws Exception {
        System.setProperty("mail.smtps.ssl.trust", "127.0.0.1");
        receivers.with(
                "email",
                "other",
                plain(Map.of(
                        "protocol",
                        "smtps",
                        "port",
                        Integer.toString(mail.getSmtps().getPort()))));
        Failure failure = receivers.send("other", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("127.0.0.1");
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    private void toLocalhostWithTls(String receiver) throws Exception {
        // camel-mail takes the JVM's own mail.* properties along; this one stands in for a trust store.
        System.setProperty("mail.smtps.ssl.trust", "localhost");
        receivers.with(
                "email",
                receiver,
                plain(Map.of(
                        "protocol", "smtps",
                        "host", "localhost",
                        "port", Integer.toString(mail.getSmtps().getPort()),
                        "username", "user",
                        "password", "p&ss+word%")));
    }

    @Test
    void aPasswordOfAnyFormIsTakenAsItIs() throws Exception {
        for (String password : new String[] {"12345", "true", "a,b'c", "a&b=c?d", "${body}"}) {
            String name = "any-" + Integer.toHexString(password.hashCode());
            mail.setUser(name, password);
            receivers.with("email", name, plain(Map.of("username", name, "password", password)));
            assertThat(receivers.send(name, Messages.firing()).exception())
                    .as(password)
                    .isEmpty();
        }
    }

    @Test
    void tlsWithACertificateThatNobodyTrustsIsRefused() throws Exception {
        receivers.with(
                "email",
                "tls",
                plain(Map.of(
                        "protocol",
                        "smtps",
                        "port",
                        Integer.toString(mail.getSmtps().getPort()))));
        assertThat(receivers.send("tls", Messages.firing()).failure().failureClass())
                .isEqualTo(TRANSIENT);
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void aBadAddressIsRefusedWhenTheReceiverIsMade() {
        assertThatThrownBy(() -> new Mail("tocsin@example.org", "ops at example.org", ""))
                .isInstanceOf(AddressException.class);
        assertThatThrownBy(() -> new Mail("tocsin@example.org", "", "")).isInstanceOf(AddressException.class);
    }
}
