package io.tocsin.model.alert;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What counts as absent, wherever a sender's value is read: null, and text of which nothing can be seen. Senders that fill
 * in a template write {@code ""} where they have nothing to say.
 */
public final class Blank {
    private Blank() {}

    /** Whether nothing of the text can be seen: white space of any script, control and format characters. */
    public static boolean is(String text) {
        boolean plain = !text.isEmpty() && text.charAt(0) > ' ' && text.charAt(0) < 0x7f;
        return !plain && text.codePoints().allMatch(Blank::invisible);
    }

    /** Whether the value is missing, null, or text of which nothing can be seen. */
    public static boolean is(JsonNode json) {
        return json.isMissingNode() || json.isNull() || json.isTextual() && is(json.textValue());
    }

    private static boolean invisible(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
