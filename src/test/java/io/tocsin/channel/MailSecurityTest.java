package io.tocsin.channel;

import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tocsin.model.delivery.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail goes only to a server that proves who it is, and only as whom the receiver says. */
@Tag("slow")
class MailSecurityTest {
    @TempDir
    static Path folder;

    private static Keys keys;
    private static String authority;
    private static Path good;
    private static MailServer server;
    private static Receivers receivers;

    @BeforeAll
    static void servers() throws Exception {
        // GreenMail's own certificate bears no host's name, and has ended.
        keys = new Keys(folder);
        authority = keys.authority().toString();
        good = keys.server("good");
        System.setProperty("greenmail.tls.keystore.file", good.toString());
        System.setProperty("greenmail.tls.keystore.password", Keys.PASSWORD);
        server = MailServer.withTls();
        receivers = new Receivers();
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
        receivers.close();
        server.close();
    }

    @BeforeEach
    void empty() throws Exception {
        server.mail.purgeEmailFromAllMailboxes();
    }

    private static Map<String, String> tls(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "protocol", "smtps",
                "host", "localhost",
                "port", Integer.toString(server.mail.getSmtps().getPort()),
                "username", "user",
                "password", "p&ss+word%"));
        all.putAll(more);
        return server.plain(all);
    }

    private static Failure failure(String receiver, Map<String, String> parameters) throws Exception {
        receivers.with("email", receiver, parameters);
        Failure failure = receivers.send(receiver, Messages.firing()).failure();
        assertThat(server.mail.getReceivedMessages()).isEmpty();
        return failure;
    }

    @Test
    void aMailGoesThroughTlsToAServerWhoseAuthorityIsNamed() throws Exception {
        receivers.with("email", "named", tls(Map.of("ca", authority)));
        assertThat(receivers.send("named", Messages.firing()).exception()).isEmpty();
        assertThat(server.mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aCertificateThatNobodyTrustsIsTransientAndSaysSo() throws Exception {
        Failure failure = failure("untrusted", tls(Map.of()));
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("not sent", "certificate", "no authority that this machine trusts");
    }

    @Test
    void aCertificateThatEndedIsTransientAndSaysSo() throws Exception {
        Path old = keys.server("old", "-startdate", "-10d", "-validity", "1");
        try (ScriptedMailServer ended = ScriptedMailServer.smtps(old)) {
            Failure failure = failure("ended", tls(Map.of("port", Integer.toString(ended.port()), "ca", authority)));
            assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
            assertThat(failure.reason()).contains("not sent", "certificate has ended");
        }
    }

    @Test
    void aTrustedCertificateOfAnotherNameIsRefused() throws Exception {
        Failure failure = failure("other", tls(Map.of("host", "127.0.0.1", "ca", authority)));
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("127.0.0.1");
    }

    @Test
    void aMailGoesByStartTlsWithTheAccount() throws Exception {
        try (ScriptedMailServer starting = ScriptedMailServer.startTls(good)) {
            receivers.with(
                    "email",
                    "start-tls",
                    tls(Map.of(
                            "protocol", "smtp",
                            "port", Integer.toString(starting.port()),
                            "startTls", "true",
                            "to", "ops@example.org",
                            "ca", authority)));
            assertThat(receivers.send("start-tls", Messages.firing()).exception())
                    .isEmpty();
            assertThat(starting.heard())
                    .containsSubsequence("STARTTLS", "[TLS]", "AUTH LOGIN", "RCPT TO:<ops@example.org>", "DATA");
        }
    }

    @Test
    void whereStartTlsIsRequiredNothingGoesOutInTheClear() throws Exception {
        Failure failure = failure("strict", server.plain(Map.of("startTls", "true")));
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("STARTTLS is required");
    }

    @Test
    void aWrongPasswordIsPermanent() throws Exception {
        Failure failure = failure("wrong", server.plain(Map.of("username", "user", "password", "no")));
        assertThat(failure.failureClass()).isEqualTo(PERMANENT);
        assertThat(failure.statusCode()).contains(535);
    }

    @Test
    void aPasswordOfAnyFormIsTakenAsItIs() throws Exception {
        for (String password : List.of("12345", "true", "a,b'c", "a&b=c?d", "${body}")) {
            String name = "any-" + Integer.toHexString(password.hashCode());
            server.mail.setUser(name, password);
            receivers.with("email", name, server.plain(Map.of("username", name, "password", password)));
            assertThat(receivers.send(name, Messages.firing()).exception())
                    .as(password)
                    .isEmpty();
        }
    }

    @Test
    void aFileThatIsNoCertificateStopsTheStart() throws Exception {
        Path text = Files.writeString(folder.resolve("no.pem"), "no certificate");
        assertThat(catchThrowable(() -> receivers.with("email", "no-pem", tls(Map.of("ca", text.toString())))))
                .hasStackTraceContaining("ca has no certificate; expected a PEM file");
    }
}
