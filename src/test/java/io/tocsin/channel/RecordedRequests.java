package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The exact requests of a channel, which a person has looked at, in a file of their own. */
final class RecordedRequests {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Path FILES = Path.of("src/test/resources/channel");

    private RecordedRequests() {}

    /** A request as the file has it; the body as JSON where it is JSON, a form's fields decoded. */
    static ObjectNode of(LoggedRequest request, Set<String> names) {
        ObjectNode recorded = JSON.createObjectNode();
        recorded.put("method", request.getMethod().getName()).put("url", request.getUrl());
        ObjectNode headers = recorded.putObject("headers");
        new TreeSet<>(names)
                .stream().filter(request::containsHeader).forEach(name -> headers.put(name, request.getHeader(name)));
        if (String.valueOf(request.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded")) {
            recorded.set("form", ProviderLimits.form(request.getBodyAsString()));
        } else if (request.getBody().length > 0) {
            String body = new String(request.getBody(), StandardCharsets.UTF_8);
            try {
                recorded.set("body", JSON.readTree(body));
            } catch (JsonProcessingException text) {
                recorded.put("body", body);
            }
        }
        return recorded;
    }

    /** Fails where the requests of one step of an incident's life are others than those on file. */
    static void compare(String channel, Map<String, List<JsonNode>> life) throws IOException {
        Path file = FILES.resolve(channel + ".json");
        if (Boolean.getBoolean("tocsin.record")) {
            Files.writeString(file, JSON.writeValueAsString(life) + "\n");
            fail("recorded " + file + ": look at it, and run again without -Dtocsin.record");
        }
        JsonNode expected = JSON.readTree(Files.readString(file));
        assertThat(expected.properties().stream().map(Map.Entry::getKey)).containsExactlyElementsOf(life.keySet());
        life.forEach((step, requests) -> assertThat(requests)
                .as(step)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(expected.get(step)));
    }
}
