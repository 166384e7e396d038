package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.pipeline.link.AnswerLinks;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a channel's route gets of a delivery, and what it says of it.
 *
 * @param json reads and writes what the store keeps
 * @param nobody the reader of what is for no person
 * @param links by which readers answer; empty where there are none
 */
record Messages(ObjectMapper json, ObjectNode nobody, Optional<AnswerLinks> links) {

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    /** More than any provider's ids; it is read with every later message of the incident. */
    private static final int LONGEST_THREAD = 10_000;

    /**
     * The notice's message with this delivery's own parts.
     *
     * @param now when it is sent: who is on call no more by then is not told that they are
     */
    ObjectNode of(Delivery delivery, Instant now) {
        ObjectNode message = (ObjectNode) JsonText.read(json, delivery.message());
        message.putObject("delivery")
                .put("id", delivery.id())
                .put("attempt", delivery.attempt())
                .put("idempotencyKey", delivery.id())
                .put("receiver", delivery.receiver())
                .put("address", delivery.address())
                .put("fallbackOf", delivery.fallbackOf())
                .put("possibleDuplicate", delivery.possibleDuplicate());
        ObjectNode recipient = nobody.deepCopy(); // a route may change what it is given
        if (!delivery.recipient().isEmpty()) {
            recipient.setAll((ObjectNode) JsonText.read(json, delivery.recipient()));
            Optional.ofNullable(recipient.at("/onCall/until").textValue())
                    .filter(until -> !now.isBefore(Instant.parse(until)))
                    .ifPresent(over -> recipient.remove("onCall"));
        }
        message.set("recipient", recipient);
        if (!delivery.thread().isEmpty()) {
            message.set("thread", JsonText.read(json, delivery.thread()));
        }
        links.ifPresent(some -> some.addTo(message, delivery));
        return message;
    }

    /** What the route set as {@code thread}, as JSON text: an object, or text that is one; anything else is left. */
    Optional<String> thread(Exchange exchange) {
        Object told = ExchangeHelper.getVariable(exchange, "thread");
        if (told == null || told instanceof JsonNode none && none.isNull()) {
            return Optional.empty();
        }
        JsonNode thread = told instanceof String text ? JsonText.orText(json, text) : json.valueToTree(told);
        String stored = thread.toString();
        if (!thread.isObject() || stored.length() > LONGEST_THREAD) {
            LOG.warn(
                    "a route's variable thread is left: expected a JSON object of at most {} characters",
                    LONGEST_THREAD);
            return Optional.empty();
        }
        return Optional.of(stored);
    }
}
