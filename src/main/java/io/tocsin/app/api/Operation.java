package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.token.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One operation of the {@link Contract}.
 *
 * @param id its {@code operationId}, by which it has its handler
 * @param method GET, POST ...
 * @param path with its parameters in braces: {@code /v1/incidents/{id}}
 * @param isRoute whether a Camel route answers it, and checks what it takes
 * @param security who may ask
 * @param role the least that a token needs, {@code x-role}; empty where nothing is said
 * @param parameters of path and query
 * @param headers the names of the headers that it takes
 * @param body the schema of its JSON; empty where it takes none
 * @param isSafe whether it changes nothing though it is no GET, {@code x-safe}
 * @param isSecret whether its answer has a secret that is told once, {@code x-secret}
 */
record Operation(
        String id,
        String method,
        String path,
        boolean isRoute,
        Security security,
        Optional<Role> role,
        List<Parameter> parameters,
        Set<String> headers,
        Optional<JsonNode> body,
        boolean isSafe,
        boolean isSecret) {

    private static final Pattern IN_BRACES = Pattern.compile("\\{([A-Za-z0-9_]+)}");

    /** Who may ask. */
    enum Security {
        /** Who shows a token. */
        TOKEN,
        /** Anybody; who shows a token may be told more. */
        ANYBODY_AND_TOKEN,
        /** Anybody, whatever they show. */
        ANYBODY
    }

    /**
     * A parameter.
     *
     * @param in {@code path} or {@code query}
     * @param schema what its value has to be
     */
    record Parameter(String name, String in, boolean isRequired, JsonNode schema) {}

    static Operation of(JsonNode document, String path, String method) {
        JsonNode item = document.path("paths").path(path);
        JsonNode node = item.path(method);
        JsonNode body = Contract.resolved(document, node.path("requestBody")).at("/content/application~1json/schema");
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                node.has("x-route"),
                security(node.has("security") ? node.path("security") : document.path("security")),
                role(node.path("x-role").asText()),
                parameters(document, item, node),
                headers(document, item, node),
                Optional.of(body).filter(schema -> !schema.isMissingNode()),
                node.path("x-safe").asBoolean(),
                node.path("x-secret").asBoolean());
    }

    private static Optional<Role> role(String word) {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Role.ofWord(word)
                .orElseThrow(() -> new IllegalStateException(
                        "x-role is " + word + "; expected one of " + Role.words() + " (" + Contract.FILE + ").")));
    }

    private static Security security(JsonNode ways) {
        if (ways.isEmpty()) {
            return Security.ANYBODY;
        }
        return elements(ways).anyMatch(JsonNode::isEmpty) ? Security.ANYBODY_AND_TOKEN : Security.TOKEN;
    }

    private static List<Parameter> parameters(JsonNode document, JsonNode item, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        said(document, item, operation)
                .filter(one -> !one.path("in").asText().equals("header"))
                .forEach(one -> parameters.add(new Parameter(
                        one.path("name").asText(),
                        one.path("in").asText(),
                        one.path("required").asBoolean(),
                        one.path("schema"))));
        return List.copyOf(parameters);
    }

    private static Set<String> headers(JsonNode document, JsonNode item, JsonNode operation) {
        return said(document, item, operation)
                .filter(one -> one.path("in").asText().equals("header"))
                .map(one -> one.path("name").asText())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<JsonNode> said(JsonNode document, JsonNode item, JsonNode operation) {
        return Stream.of(item.path("parameters"), operation.path("parameters"))
                .flatMap(Operation::elements)
                .map(one -> Contract.resolved(document, one));
    }

    /** Whether it may change something. */
    boolean isUnsafe() {
        return !method.equals("GET") && !isSafe;
    }

    /** Whether it takes a header. */
    boolean takes(String header) {
        return headers.contains(header);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Whether anybody may ask, since the path itself has the secret. */
    boolean isByLink() {
        return security == Security.ANYBODY
                && parameters.stream().anyMatch(one -> one.in().equals("path"));
    }

    /** The path as the router takes it: with {@code :id}, or as a regular expression where a parameter has a pattern. */
    String routerPath() {
        boolean isRegex = parameters.stream()
                .anyMatch(one -> one.in().equals("path") && one.schema().has("pattern"));
        return isRegex ? regex() : IN_BRACES.matcher(path).replaceAll(":$1");
    }

    private String regex() {
        StringBuilder regex = new StringBuilder();
        Matcher braces = IN_BRACES.matcher(path);
        int from = 0;
        while (braces.find()) {
            regex.append(path, from, braces.start()).append(group(braces.group(1)));
            from = braces.end();
        }
        return regex.append(path.substring(from)).toString();
    }

    private String group(String name) {
        String pattern = parameters.stream()
                .filter(one -> one.name().equals(name))
                .map(one -> one.schema().path("pattern").asText("[^/]+"))
                .findFirst()
                .orElse("[^/]+");
        return "(?<" + name + ">" + pattern.replaceAll("^\\^|\\$$", "") + ")";
    }

    @Override
    public String toString() {
        return id + " (" + method + " " + path + ")";
    }
}
