package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.net.guard.RawServer;
import java.util.HashMap;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail server that always says a little in time, and never all, holds no sender. */
@Timeout(60)
@Tag("slow")
class DrippingMailServerTest {
    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        receivers = new Receivers();
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    private static Failure failure(int port, String protocol) throws Exception {
        return send(port, protocol).failure();
    }

    private static TestOutbox.Outcome send(int port, String protocol) throws Exception {
        Map<String, String> more = new HashMap<>(Map.of("timeout", "300", "protocol", protocol));
        receivers.with("email", "to-" + port, MailServer.at(port, more));
        return receivers.send("to-" + port, Messages.firing());
    }

    @ParameterizedTest
    @CsvSource({
        "a greeting letter by letter, smtp, '', 2",
        "a greeting of lines without end, smtp, '', '220-more\r\n'",
        "TLS letter by letter, smtps, '\u0016\u0003\u0003\u003f\u00ff', x"
    })
    void beforeTheMailNothingWasSent(String name, String protocol, String first, String drip) throws Exception {
        try (RawServer server = new RawServer("127.0.0.1", ServerSocketFactory.getDefault(), first, drip)) {
            Failure failure = failure(server.port(), protocol);
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(failure.reason()).contains("the mail as a whole took more than 1200 ms");
            assertThat(server.isLeft()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO", "MAIL", "RCPT", "DATA"})
    void beforeTheContentNothingWasSent(String step) throws Exception {
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of(step, SmtpScript.DRIP))) {
            assertThat(failure(server.port(), "smtp").failureClass()).isEqualTo(FailureClass.TRANSIENT);
        }
    }

    @Test
    void afterTheContentNobodyKnows() throws Exception {
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of(".", SmtpScript.DRIP))) {
            Failure failure = failure(server.port(), "smtp");
            assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN);
            assertThat(failure.reason()).contains("the mail as a whole took more than 1200 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SmtpScript.DRIP, SmtpScript.RESET, SmtpScript.HANG})
    void aFarewellThatGoesWrongTakesNothingBack(String farewell) throws Exception {
        try (ScriptedMailServer server = ScriptedMailServer.plain(Map.of("QUIT", farewell))) {
            assertThat(send(server.port(), "smtp").exception()).isEmpty();
        }
    }
}
