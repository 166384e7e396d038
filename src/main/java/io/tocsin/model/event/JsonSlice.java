package io.tocsin.model.event;

import java.util.Map;
import java.util.Optional;

/**
 * One JSON value as the sender wrote it.
 *
 * @param bytes the value's own bytes, nothing around it
 * @param texts its top-level members that are strings, if it is an object
 */
record JsonSlice(byte[] bytes, Map<String, String> texts) {

    boolean isObject() {
        return bytes[0] == '{';
    }

    Optional<String> text(String member) {
        return Optional.ofNullable(texts.get(member)).filter(value -> !value.isBlank());
    }

    boolean has(String... members) {
        for (String member : members) {
            if (text(member).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
