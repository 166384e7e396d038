package io.tocsin.channel.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.aws.access.AwsSettings;
import io.tocsin.channel.mail.IncidentMail;
import io.tocsin.channel.mail.Mail;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Exchange;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.SendRawEmailResponse;

/**
 * Sends the mail that is the body through Amazon SES. SES gives each mail a {@code Message-ID} of its own; the first one of
 * an incident is kept in {@code thread}, so that later mails can name it.
 *
 * @see <a href="https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html">SendRawEmail</a>
 */
public final class SesSend extends AwsSend {
    private final SesClient client;
    private final String domain;

    /**
     * A sender with a client of its own.
     *
     * @param settings as {@link AwsSettings#access} takes them, and {@code concurrency}, {@code connectTimeout} and {@code
     *     responseTimeout} (milliseconds)
     * @throws IllegalArgumentException with the settings that contradict one another
     */
    public SesSend(String settings) {
        AwsSettings aws = AwsSettings.of(settings);
        this.client = own(AwsClients.with(SesClient.builder(), aws, Optional.empty()));
        String region = aws.access(Optional.empty()).region();
        // Amazon's first region has a name of its own in Message-IDs.
        this.domain = region.equals("us-east-1") ? "email.amazonses.com" : region + ".amazonses.com";
    }

    @Override
    String send(Exchange exchange) throws IOException {
        IncidentMail mail = exchange.getMessage().getBody(IncidentMail.class);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try {
            mail.writeTo(raw);
        } catch (MessagingException unwritable) {
            throw new IOException(unwritable);
        }
        SendRawEmailResponse answer = client.sendRawEmail(
                send -> send.rawMessage(message -> message.data(SdkBytes.fromByteArrayUnsafe(raw.toByteArray()))));
        ObjectNode thread = mail.thread();
        if (!thread.has(Mail.PROVIDER_ID)) {
            thread.put(Mail.PROVIDER_ID, "<" + answer.messageId() + "@" + domain + ">");
        }
        exchange.setVariable(Mail.THREAD, thread);
        return "SES message " + answer.messageId();
    }
}
