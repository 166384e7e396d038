package io.tocsin.channel.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import io.tocsin.net.guard.Lookups;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mail server whose name nobody answers for holds no sender. */
@Timeout(60)
class SilentNameServiceMailTest {
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void letThreadsEnd() {
        answer.countDown();
    }

    @Test
    void theMailIsNotSentAndWillBeTriedAgain() throws Exception {
        SmtpSender sender = new SmtpSender();
        sender.setProtocol("smtp");
        sender.setHost("mail.silent");
        sender.setPort(25);
        sender.setLookups(new Lookups(
                host -> {
                    try {
                        answer.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                    return new InetAddress[0];
                },
                Duration.ofMillis(200)));
        IncidentMail mail = new IncidentMail(
                JsonNodeFactory.instance.objectNode(), List.of(new InternetAddress("ops@example.com")));
        mail.setText("it burns");

        assertThatThrownBy(() -> sender.send(mail)).isInstanceOfSatisfying(MessagingException.class, failed -> {
            Failure failure = new Judge(InstantSource.system()).judge(failed);
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(failure.reason())
                    .contains("not sent")
                    .contains("the name service gave no answer for mail.silent within 200 ms");
        });
    }
}
