package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.source.proof.FormFields;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The forms that Slack posts: {@code payload=} and JSON, or the fields of a command. */
final class SlackForm {

    private final StrictJson json = new StrictJson();

    /**
     * The payload; of a command, and where Slack only looks whether somebody is there ({@code ssl_check}), the fields; empty where the
     * form has neither.
     *
     * @throws UnreadableException where it has a payload that is no JSON object
     */
    Optional<JsonNode> payload(byte[] body) throws UnreadableException {
        FormFields form = FormFields.read(body).orElseGet(() -> new FormFields(Map.of()));
        String payload = form.one("payload");
        if (!payload.isEmpty()) {
            return Optional.of(json.object(payload.getBytes(StandardCharsets.UTF_8)));
        }
        if (form.one("command").isEmpty() && form.one("ssl_check").isEmpty()) {
            return Optional.empty();
        }
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        form.all().keySet().forEach(name -> command.put(name, form.one(name)));
        return Optional.of(command);
    }
}
