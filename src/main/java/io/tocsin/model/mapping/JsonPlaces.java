package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fields of JSON by dotted name, {@code detail.pipeline}. */
final class JsonPlaces {
    private JsonPlaces() {}

    static JsonNode at(JsonNode json, String field) {
        JsonNode place = json;
        for (String name : field.split("\\.")) {
            place = place.isObject() ? place.path(name) : MissingNode.getInstance();
        }
        return place;
    }

    /** Puts a text in place of another one. @return whether there was one */
    static boolean replace(ObjectNode json, String field, String text) {
        int dot = field.lastIndexOf('.');
        JsonNode parent = dot < 0 ? json : at(json, field.substring(0, dot));
        String name = field.substring(dot + 1);
        if (parent instanceof ObjectNode object && object.path(name).isTextual()) {
            object.put(name, text);
            return true;
        }
        return false;
    }
}
