package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.net.problem.Problem;
import java.nio.charset.StandardCharsets;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param mediaType of the body
 * @param body UTF-8
 */
record Reply(int status, String mediaType, byte[] body) {

    static Reply json(JsonNode json) {
        return json(200, json);
    }

    static Reply json(int status, JsonNode json) {
        return new Reply(status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Reply problem(Problem problem) {
        return new Reply(problem.status(), Problem.MEDIA_TYPE, problem.json());
    }
}
