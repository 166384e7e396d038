package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.tocsin.channel.text.MessageLimits;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Holds what a provider got against {@code routes/channels/<channel>.schema.json}. Where the schema describes a call
 * (it has a property {@code path}), a request is made one again; where there is no such file, nothing is refused.
 */
record ProviderLimits(Optional<Path> schema, boolean ofCalls, URI own) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param own the URL to which each call adds its path */
    static ProviderLimits of(String channel, String own) throws IOException {
        Path file = Receivers.ROUTES.resolve("channels").resolve(channel + ".schema.json");
        boolean ofCalls = Files.exists(file)
                && JSON.readTree(Files.readString(file)).at("/properties").has("path");
        return new ProviderLimits(Optional.of(file).filter(Files::exists), ofCalls, URI.create(own));
    }

    /** What the provider would refuse, each in a line. */
    List<String> violations(LoggedRequest request) throws IOException {
        if (schema.isEmpty()) {
            return List.of();
        }
        MessageLimits limits = MessageLimits.of(schema.get());
        return ofCalls ? limits.violations(call(request)) : limits.violations(request.getBody());
    }

    private JsonNode call(LoggedRequest request) throws IOException {
        ObjectNode call =
                JSON.createObjectNode().put("method", request.getMethod().getName());
        String path = request.getUrl().substring(own.getRawPath().length()).replaceFirst("^/", "");
        call.put("path", own.getRawQuery() == null ? path : path.replace(own.getRawQuery() + "&", ""));
        if (request.getBody().length > 0 && request.getHeader("Content-Type").startsWith("application/json")) {
            call.set("body", JSON.readTree(request.getBody()));
        } else if (request.getBody().length > 0) {
            call.set("form", form(request.getBodyAsString()));
        }
        return call;
    }

    static JsonNode form(String body) {
        ObjectNode form = JSON.createObjectNode();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.put(decoded(parts[0]), decoded(parts[1]));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
