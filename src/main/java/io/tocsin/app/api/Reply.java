package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.net.problem.Problem;
import io.tocsin.store.sql.RowPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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

    private static final ObjectMapper READER = new ObjectMapper();

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

    /** A body of JSON that was made here, read again. */
    static JsonNode read(Reply reply) {
        try {
            return READER.readTree(reply.body);
        } catch (IOException ownWords) {
            throw new UncheckedIOException(ownWords);
        }
    }

    /** The same with the tag of what it shows. @param version of that: letters, digits, - and _ */
    Reply versioned(String version) {
        return with(Map.of(EntityTag.HEADER, EntityTag.of(version, body)));
    }

    /** The same with further headers. */
    Reply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Reply(status, mediaType, body, all);
    }

    /** A page that shows JSON has a tag; who has that page already is told so and no more. */
    Reply ifNoneMatch(Request request) {
        if (status != 200 || !mediaType.equals(JSON)) {
            return this;
        }
        String tag = headers.getOrDefault(EntityTag.HEADER, EntityTag.of(body));
        Reply tagged = with(Map.of(EntityTag.HEADER, tag));
        return EntityTag.isNamed(request.headers().ifNoneMatch(), tag)
                ? new Reply(304, JSON, new byte[0], tagged.headers)
                : tagged;
    }

    static Reply problem(Problem problem) {
        return new Reply(problem.status(), Problem.MEDIA_TYPE, problem.json());
    }
}
