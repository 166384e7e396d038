package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import io.tocsin.app.hub.TestHub;
import io.tocsin.files.JsonSchemas;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds answers of a running hub against the contract, more strictly than a client should: a field that the contract does not name is a
 * fault, too. Remembers which answers of which operation it has seen.
 */
final class AnswerCheck {

    private final JsonNode document;
    private final Map<String, Operation> operations;
    private final Map<String, JsonSchema> schemas = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    AnswerCheck() {
        Contract contract = Contract.shipped();
        document = contract.document().deepCopy();
        close(document.path("components"));
        close(document.path("paths"));
        operations = contract.operations().stream().collect(Collectors.toMap(Operation::id, Function.identity()));
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(AnswerCheck::close);
    }

    /** Holds an answer against what the contract describes for this operation, asked at this path; what does not fit is among the faults. */
    JsonNode check(String operationId, int status, String path, HttpResponse<String> answer) {
        Operation operation = operations.get(operationId);
        assertThat(operation).as(operationId).isNotNull();
        String asked = operation + " at " + path + ": " + answer.statusCode() + " " + answer.body();
        Pattern described = Pattern.compile(operation.path().replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+"));
        expect(described.matcher(path.replaceFirst("\\?.*", "")).matches(), asked, "its path");
        if (!expect(answer.statusCode() == status, asked, "status " + status)) {
            return MissingNode.getInstance();
        }
        JsonNode responses = node(operation).path("responses");
        String named = responses.has(String.valueOf(status)) ? String.valueOf(status) : "default";
        seen.add(operationId + " " + named);
        JsonNode response = Contract.resolved(document, responses.path(named));
        if (!response.has("content")) {
            expect(answer.body().isEmpty(), asked, "no body");
            return MissingNode.getInstance();
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        boolean isDescribed = expect(response.path("content").has(type), asked, "no body of type " + type);
        if (!isDescribed || !type.endsWith("json")) {
            return MissingNode.getInstance();
        }
        JsonNode body = TestHub.json(answer);
        schemas.computeIfAbsent(
                        operationId + " " + named,
                        any -> compiled(response.path("content").path(type).path("schema")))
                .validate(body)
                .forEach(fault -> faults.add(asked + ": " + fault));
        return body;
    }

    private boolean expect(boolean holds, String asked, String expected) {
        if (!holds) {
            faults.add(asked + ": expected " + expected);
        }
        return holds;
    }

    /** What did not fit. */
    List<String> faults() {
        return faults;
    }

    private JsonNode node(Operation operation) {
        return document.path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT));
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return JsonSchemas.factory("components", RequestWords.EXPECTED).getSchema(whole, JsonSchemas.config());
    }

    /** Every answer that the contract names for the operations that are not routes', {@code <operationId> <status>}. */
    Set<String> described() {
        Set<String> all = new TreeSet<>();
        operations.values().stream().filter(operation -> !operation.isRoute()).forEach(operation -> node(operation)
                .path("responses")
                .fieldNames()
                .forEachRemaining(status -> all.add(operation.id() + " " + status)));
        return all;
    }

    /** What was checked so far. */
    Set<String> seen() {
        return seen;
    }
}
