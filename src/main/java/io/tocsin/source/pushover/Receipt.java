package io.tocsin.source.pushover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.net.guard.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What Pushover says of an emergency: https://pushover.net/api/receipts.
 *
 * @param isConfirmed whether somebody confirmed it
 * @param by the user key of whoever did
 * @param isOver whether it rings no more, so that nobody confirms it any more
 */
record Receipt(boolean isConfirmed, String by, boolean isOver) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOO_MANY = 429;

    /** Pushover does not know it, or not this token: the same again would be refused again, and Pushover blocks who repeats that. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String words) {
            super(words);
        }
    }

    /** @throws IOException where it says nothing of the receipt */
    static Receipt read(Answer answer) throws IOException {
        JsonNode said = JSON.missingNode();
        try {
            said = JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException noJson) {
            // a page of a proxy: its status says enough
        }
        if (answer.status() == 200 && said.path("status").asInt() == 1) {
            return new Receipt(
                    said.path("acknowledged").asInt() == 1,
                    said.path("acknowledged_by").asText(""),
                    said.path("expired").asInt() == 1);
        }
        String why = "Pushover answered " + answer.status();
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != TOO_MANY) {
            throw new RefusedException(why + ": the receipt or the token is not known there");
        }
        throw new IOException(why);
    }
}
