package io.tocsin.store.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON as the store keeps it: compact text. */
public final class JsonText {

    private JsonText() {}

    /** The value as JSON text; the value is one of ours and always has a JSON form. */
    public static String of(ObjectMapper json, Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON form: " + value.getClass(), e);
        }
    }

    /** What somebody else's text says: as JSON if it is, else as the text that it is. */
    public static JsonNode orText(ObjectMapper json, String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** What the store's text says; the store wrote it, so it is JSON. */
    public static JsonNode read(ObjectMapper json, String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds text that is not JSON", e);
        }
    }
}
