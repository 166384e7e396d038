package io.tocsin.source.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.net.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a sender is told.
 *
 * @param status HTTP status
 * @param mediaType of the body; empty where there is none
 * @param body UTF-8
 * @param headers further header fields
 */
public record Answer(int status, String mediaType, byte[] body, Map<String, String> headers) {

    /** Freezes the headers. */
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** An answer in JSON. */
    public static Answer json(int status, JsonNode body) {
        return new Answer(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, "", new byte[0], Map.of());
    }

    /** A problem. */
    public static Answer of(Problem problem) {
        return new Answer(problem.status(), Problem.MEDIA_TYPE, problem.json(), Map.of());
    }

    /** The same with one header field more, in place of one of that name. */
    public Answer with(String header, Object value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, String.valueOf(value));
        return new Answer(status, mediaType, body, more);
    }
}
