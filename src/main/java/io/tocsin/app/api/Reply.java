package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.net.problem.Problem;
import io.tocsin.store.sql.RowPage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param mediaType of the body
 * @param body UTF-8
 * @param headers further ones
 */
record Reply(int status, String mediaType, byte[] body, Map<String, String> headers) {

    static final String JSON = "application/json";

    Reply(int status, String mediaType, byte[] body) {
        this(status, mediaType, body, Map.of());
    }

    static Reply json(JsonNode json) {
        return json(200, json);
    }

    static Reply json(int status, JsonNode json) {
        return new Reply(status, JSON, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A page of a list.
     *
     * @param name what its entries are
     * @param entry writes one
     */
    static <T> Reply page(String name, RowPage<T> page, Function<T, ObjectNode> entry) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = answer.putArray(name);
        page.found().forEach(one -> entries.add(entry.apply(one)));
        page.next().ifPresent(next -> answer.put("next", next));
        return json(answer);
    }

    static Reply problem(Problem problem) {
        return new Reply(problem.status(), Problem.MEDIA_TYPE, problem.json());
    }
}
