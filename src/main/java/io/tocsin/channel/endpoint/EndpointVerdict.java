package io.tocsin.channel.endpoint;

import io.tocsin.channel.SendVerdict;
import io.tocsin.channel.http.ReadHttpAnswer;
import io.tocsin.model.delivery.HttpAnswer;
import io.tocsin.model.delivery.Reason;
import io.tocsin.model.delivery.RetryAfter;
import io.tocsin.model.delivery.SendRefusedException;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Judges, after the breaker, what a producer of any component made of an exchange: what {@link EndpointRefusal} kept, and an
 * HTTP status where there is one. Without either, what the component took is delivered; more is not known.
 */
public final class EndpointVerdict implements Processor {
    private final SendVerdict kept = new SendVerdict();
    private final InstantSource clock;

    /** @param clock against which a {@code Retry-After} date is measured */
    public EndpointVerdict(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws Exception what was kept, or that the status is no 2xx */
    @Override
    public void process(Exchange exchange) throws Exception {
        kept.process(exchange);
        Message message = exchange.getMessage();
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (status != null && !HttpAnswer.taken(status)) {
            throw new SendRefusedException(HttpAnswer.judge(
                    status,
                    message.getBody(String.class),
                    RetryAfter.parse(message.getHeader("Retry-After", String.class), clock.instant())));
        }
        // aws2-sns, aws2-ses and others name what they sent in a header of their own.
        String names = message.getHeaders().entrySet().stream()
                .filter(header -> header.getKey().startsWith("Camel")
                        && header.getKey().endsWith("MessageId")
                        && header.getValue() != null)
                .map(header -> header.getKey() + " " + header.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        exchange.setVariable(
                ReadHttpAnswer.ANSWER,
                Reason.of(
                        status != null
                                ? "HTTP " + status
                                : names.isEmpty() ? "the component took it, no more is known" : names));
    }
}
