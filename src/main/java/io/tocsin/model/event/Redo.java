package io.tocsin.model.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which alerts of an event are decided again, as the store keeps it: a JSON array of their places. */
public final class Redo {

    private Redo() {}

    /** @param text what the store has, or null where all alerts are decided */
    public static Set<Integer> read(ObjectMapper json, String text) {
        if (text == null) {
            return Set.of();
        }
        try {
            return Set.of(json.readValue(text, Integer[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds text that is not a list of places", e);
        }
    }

    /** The text for the store. */
    public static String text(Collection<Integer> places) {
        return new TreeSet<>(places).toString();
    }
}
