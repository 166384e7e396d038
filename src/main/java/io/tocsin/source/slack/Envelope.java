package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import java.nio.charset.StandardCharsets;

/**
 * What comes over a socket of Slack's: https://docs.slack.dev/apis/events-api/using-socket-mode.
 *
 * @param kind what it is for the hub
 * @param id what an answer names; empty where none is wanted
 * @param reason why Slack is about to close the socket; empty otherwise
 * @param payload what somebody did; empty otherwise
 * @param takesAnswer whether more than the id may be answered
 */
record Envelope(Kind kind, String id, String reason, JsonNode payload, boolean takesAnswer) {

    enum Kind {
        /** From here on payloads come. */
        HELLO,
        /** The socket is about to be closed by Slack. */
        DISCONNECT,
        /** Something that wants an answer, of whatever type. */
        PAYLOAD,
        /** Nothing that anybody waits for. */
        OTHER
    }

    /** @throws UnreadableException where it is no JSON object */
    static Envelope read(String text) throws UnreadableException {
        ObjectNode said = new StrictJson().object(text.getBytes(StandardCharsets.UTF_8));
        String id = said.path("envelope_id").asText("");
        Kind kind =
                switch (said.path("type").asText("")) {
                    case "hello" -> Kind.HELLO;
                    case "disconnect" -> Kind.DISCONNECT;
                    default -> id.isEmpty() ? Kind.OTHER : Kind.PAYLOAD;
                };
        return new Envelope(
                kind,
                id,
                said.path("reason").asText(""),
                said.path("payload"),
                said.path("accepts_response_payload").asBoolean());
    }

    /** That it was taken. @param said what whoever did it sees; empty for nothing */
    String answer(ObjectNode said) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("envelope_id", id);
        if (takesAnswer && !said.isEmpty()) {
            answer.set("payload", said);
        }
        return answer.toString();
    }
}
