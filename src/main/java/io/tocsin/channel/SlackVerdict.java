package io.tocsin.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.delivery.Failure;
import io.tocsin.delivery.FailureClass;
import io.tocsin.delivery.SendRefusedException;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads what Slack says in a 200: an incoming webhook answers with the text {@code ok}, the Web API with JSON whose
 * {@code ok} may be false. Use it after {@link HttpVerdict}.
 *
 * @see <a href="https://api.slack.com/methods/chat.postMessage#errors">the errors of chat.postMessage</a>
 */
public final class SlackVerdict implements Processor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final Set<String> RATE_LIMITED = Set.of("ratelimited", "rate_limited", "message_limit_exceeded");
    private static final Set<String> TRANSIENT = Set.of(
            "internal_error",
            "fatal_error",
            "service_unavailable",
            "request_timeout",
            "team_added_to_org",
            "org_login_required");

    /** @throws SendRefusedException where Slack took the request and refused the message */
    @Override
    public void process(Exchange exchange) throws SendRefusedException {
        String body = exchange.getMessage().getBody(String.class);
        Optional<JsonNode> answer = json(body == null ? "" : body);
        boolean refused = answer.filter(
                        json -> json.has("ok") && !json.get("ok").asBoolean())
                .isPresent();
        if (refused) {
            String error = answer.get().path("error").asText("no error named");
            throw new SendRefusedException(
                    Failure.answered(classOf(error), OK, "Slack: " + error + details(answer.get()), Optional.empty()));
        }
    }

    private static FailureClass classOf(String error) {
        if (RATE_LIMITED.contains(error)) {
            return FailureClass.RATE_LIMITED;
        }
        return TRANSIENT.contains(error) ? FailureClass.TRANSIENT : FailureClass.PERMANENT;
    }

    private static String details(JsonNode answer) {
        JsonNode messages = answer.path("response_metadata").path("messages");
        return messages.isEmpty() ? "" : " " + messages;
    }

    private static Optional<JsonNode> json(String body) {
        if (!body.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            // A 2xx that is no JSON: taken, as an incoming webhook's "ok" is.
            return Optional.empty();
        }
    }
}
