package io.tocsin.channel.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.HttpAnswer;
import io.tocsin.model.delivery.RetryAfter;
import io.tocsin.model.delivery.SendRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Judges what {@link ReadHttpAnswer} made of an HTTP answer, after the breaker, so that a message which the receiver will
 * never take does not open the breaker for those that it would.
 *
 * <p>The variable {@value #VERDICT} goes before the status, for providers that say in a 200 that they took nothing:
 * {@code {class: "permanent", reason: "channel_not_found", retryAfter: 30}}, made by the channel's own jq; null where the
 * status says it all. The class {@value #TAKEN} is no failure: the provider refused what need not be, such as an edit of a
 * message that somebody has deleted. What is judged inside the breaker, by the endpoint's {@code okStatusCodeRange}, are 408, 425 and 5xx.
 */
public final class HttpVerdict implements Processor {
    /** The variable that holds the channel's own judgement, if it has one. */
    public static final String VERDICT = "verdict";

    /** The class of a refusal that stops nothing. */
    static final String TAKEN = "taken";

    private final InstantSource clock;

    /** @param clock against which a {@code Retry-After} date is measured */
    public HttpVerdict(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws SendRefusedException where the provider did not take the message */
    @Override
    public void process(Exchange exchange) throws SendRefusedException, InvalidPayloadException {
        JsonNode answer = exchange.getMessage().getMandatoryBody(JsonNode.class);
        int status = answer.path("status").asInt();
        JsonNode verdict = exchange.getVariable(VERDICT, JsonNode.class);
        exchange.removeVariable(VERDICT); // it is about this call and not about the next
        Optional<Duration> retryAfter =
                RetryAfter.parse(answer.at("/headers/retry-after").asText(null), clock.instant());
        if (verdict != null && verdict.isObject()) {
            if (verdict.path("class").asText().equals(TAKEN)) {
                return;
            }
            throw new SendRefusedException(failure(verdict, status, retryAfter));
        }
        if (!HttpAnswer.taken(status)) {
            throw new SendRefusedException(HttpAnswer.judge(status, words(answer.path("body")), retryAfter));
        }
    }

    private Failure failure(JsonNode verdict, int status, Optional<Duration> retryAfter) {
        FailureClass failureClass = FailureClass.valueOf(verdict.path("class")
                .asText("permanent")
                .toUpperCase(Locale.ROOT)
                .replace('-', '_'));
        Optional<Duration> asked = RetryAfter.parse(verdict.path("retryAfter").asText(null), clock.instant());
        return Failure.answered(
                failureClass, status, verdict.path("reason").asText("refused"), asked.or(() -> retryAfter));
    }

    private static String words(JsonNode body) {
        return body.isTextual() ? body.textValue() : body.isMissingNode() || body.isNull() ? "" : body.toString();
    }
}
