package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** A silence for a person. */
final class SilenceText {

    private SilenceText() {}

    /** Which alerts it hides, in one line. */
    static String alerts(JsonNode silence) {
        if (silence.has("pattern")) {
            return silence.path("pattern").toString();
        }
        StringJoiner matchers = new StringJoiner(", ");
        silence.path("matchers").forEach(matcher -> matchers.add(matcher.asText()));
        return matchers.toString();
    }
}
