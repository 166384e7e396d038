package io.tocsin.channel.http;

import com.standardwebhooks.Webhook;
import io.tocsin.source.proof.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Signs the body as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it. {@code webhook-id} is the
 * delivery's idempotency key and so the same in every try; {@code webhook-timestamp} is this try's. While a secret is being
 * replaced both may be configured, and the receiver accepts either signature.
 *
 * <p>The secrets live here, in one bean of one receiver, and never on an exchange that could be logged.
 */
public final class WebhookSignature implements Processor {
    private final List<WebhookSecret> keys;
    private final InstantSource clock;

    /**
     * A signature with the machine's clock.
     *
     * @param secrets {@code whsec_} and base64, several with spaces between; where blank, nothing is signed
     * @throws IllegalArgumentException where one of them is no base64
     */
    public WebhookSignature(String secrets) {
        this(secrets, InstantSource.system());
    }

    /**
     * The same for a template's {@code factoryMethod}. As a property the secrets would stand in what Camel says of a bad one.
     *
     * @throws IllegalArgumentException where one of them is no base64
     */
    public static WebhookSignature of(String secrets) {
        return new WebhookSignature(secrets);
    }

    WebhookSignature(String secrets, InstantSource clock) {
        this.keys = Stream.of(secrets.strip().split("\\s+"))
                .filter(secret -> !secret.isEmpty())
                .map(WebhookSecret::read)
                .toList();
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        String id = exchange.getVariable("idempotencyKey", String.class);
        long timestamp = clock.instant().getEpochSecond();
        String body = new String(message.getMandatoryBody(byte[].class), StandardCharsets.UTF_8);
        message.setHeader(Webhook.UNBRANDED_MSG_ID_KEY, id);
        message.setHeader(Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, Long.toString(timestamp));
        if (!keys.isEmpty()) {
            List<String> signatures = new ArrayList<>();
            for (WebhookSecret key : keys) {
                signatures.add(key.sign(id, timestamp, body));
            }
            message.setHeader(Webhook.UNBRANDED_MSG_SIGNATURE_KEY, String.join(" ", signatures));
        }
    }

    @Override
    public String toString() {
        return "WebhookSignature[" + keys.size() + " secrets]";
    }
}
