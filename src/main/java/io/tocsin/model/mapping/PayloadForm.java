package io.tocsin.model.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Payloads that are the same but for how they are written, in the one form that patterns and jq files know:
 *
 * <ul>
 *   <li>an event of EventBridge whose {@code detail-type} is called {@code detailType}, as CodeStar's notifications and
 *       many forwarders write it
 *   <li>a CloudEvent whose JSON or text comes as {@code data_base64}, or as base64 in {@code data} (specversion 0.3)
 * </ul>
 */
final class PayloadForm {
    private static final int DEPTH = 64;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
            .build());

    private PayloadForm() {}

    /** The payload itself, or a copy in the form that is known; the original is never changed. */
    static JsonNode known(JsonNode payload) {
        if (payload.path("detailType").isTextual() && payload.has("source") && !payload.has("detail-type")) {
            return copy(payload).set("detail-type", payload.path("detailType"));
        }
        return payload.path("specversion").isTextual()
                ? encoded(payload)
                        .flatMap(text -> data(payload, text))
                        .<JsonNode>map(data -> copy(payload).set("data", data))
                        .orElse(payload)
                : payload;
    }

    private static ObjectNode copy(JsonNode payload) {
        return ((ObjectNode) payload).objectNode().setAll((ObjectNode) payload);
    }

    private static Optional<String> encoded(JsonNode payload) {
        boolean older = payload.path("datacontentencoding").asText("").equalsIgnoreCase("base64");
        JsonNode data = older ? payload.path("data") : payload.path("data_base64");
        return data.isTextual() && (older || !payload.hasNonNull("data"))
                ? Optional.of(data.textValue())
                : Optional.empty();
    }

    /** What is neither JSON nor text stays as it is: it says nothing that could be told. */
    private static Optional<JsonNode> data(JsonNode payload, String base64) {
        String type = payload.path("datacontenttype").asText("application/json").toLowerCase(Locale.ROOT);
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            if (type.contains("json")) {
                return Optional.ofNullable(JSON.readTree(bytes)).filter(json -> !json.isMissingNode());
            }
            return type.startsWith("text/") ? Optional.of(text(bytes)) : Optional.empty();
        } catch (IOException | IllegalArgumentException notReadable) {
            return Optional.empty();
        }
    }

    private static TextNode text(byte[] bytes) throws CharacterCodingException {
        return TextNode.valueOf(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString());
    }
}
