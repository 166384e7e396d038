package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import io.tocsin.app.api.Operation.Parameter;
import io.tocsin.files.JsonSchemas;
import io.tocsin.files.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checks requests against what the contract says of one operation: its parameters, and its body. */
final class RequestCheck {

    private static final int MOST_TOLD = 5;
    private static final JsonSchemaFactory SCHEMAS = JsonSchemas.factory("components", RequestWords.EXPECTED);

    private final Operation operation;
    private final JsonNode document;
    private final Map<String, Checked> parameters = new TreeMap<>();
    private Checked body;

    /** A schema with the words for what it refuses. */
    private record Checked(JsonSchema schema, RequestWords words) {

        static Checked of(JsonNode schema, JsonNode document) {
            ObjectNode whole = schema.deepCopy();
            whole.set("components", document.path("components"));
            return new Checked(SCHEMAS.getSchema(whole, JsonSchemas.config()), new RequestWords(whole));
        }

        List<String> faults(String name, JsonNode value) {
            return words.of(name, value, schema.validate(value));
        }
    }

    /** @param document the contract that the operation is of */
    RequestCheck(Operation operation, JsonNode document) {
        this.operation = operation;
        this.document = document;
    }

    /**
     * What of a request its endpoint may rely on: it keeps to the contract, and has no field that is {@code null} where that means
     * nothing.
     *
     * @throws RefusedException (400) that names what is wrong and what was expected
     */
    Request checked(Request request) {
        List<String> faults = new ArrayList<>(unknown(request));
        if (request.headers().ifMatch().isPresent()
                && operation.isUnsafe()
                && !operation.takes(RequestHeaders.IF_MATCH)) {
            faults.add("If-Match says nothing here; expected it where the contract has it alone.");
        }
        for (Parameter parameter : operation.parameters()) {
            faults.addAll(parameter(parameter, request));
        }
        ObjectNode said =
                operation.body().map(schema -> said(schema, request.body())).orElse(request.body());
        if (operation.body().isPresent()) {
            faults.addAll(body().faults("", said));
        }
        if (!faults.isEmpty()) {
            throw RefusedException.badRequest(
                    String.join(" ", faults.stream().distinct().limit(MOST_TOLD).toList()));
        }
        return new Request(
                request.path(), request.query(), request.queries(), said, request.holder(), request.headers());
    }

    private List<String> unknown(Request request) {
        List<String> known = in("query").map(Parameter::name).sorted().toList();
        return request.query().keySet().stream()
                .filter(name -> !known.contains(name))
                .map(name -> "There is no parameter " + name + "; expected "
                        + (known.isEmpty() ? "none" : "one of " + String.join(", ", known)) + "."
                        + NearestWord.of(name, known)
                                .map(word -> " Did you mean " + word + "?")
                                .orElse(""))
                .toList();
    }

    private Stream<Parameter> in(String place) {
        return operation.parameters().stream().filter(one -> one.in().equals(place));
    }

    private List<String> parameter(Parameter parameter, Request request) {
        String name = parameter.name();
        boolean isOfPath = parameter.in().equals("path");
        String text = (isOfPath ? request.path() : request.query()).getOrDefault(name, "");
        if (text.isEmpty() && !parameter.isRequired() && !isList(parameter.schema())) {
            return List.of();
        }
        if (isList(parameter.schema())) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            request.queries(name).forEach(all::add);
            return checked(parameter).faults(name, all);
        }
        if (!isOfPath && request.queries(name).size() > 1) {
            return List.of(name + " is said " + request.queries(name).size() + " times; expected once.");
        }
        return checked(parameter).faults(name, value(text, parameter.schema()));
    }

    /** Whether it may be said several times. */
    private boolean isList(JsonNode schema) {
        return Contract.resolved(document, schema).path("type").asText().equals("array");
    }

    /** A number or a flag where the schema wants one and the text is one; else the text, which the schema refuses then. */
    private JsonNode value(String text, JsonNode schema) {
        return switch (Contract.resolved(document, schema).path("type").asText()) {
            case "integer" ->
                text.matches("-?[0-9]{1,18}") ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
            case "boolean" ->
                text.matches("true|false") ? BooleanNode.valueOf(text.equals("true")) : TextNode.valueOf(text);
            default -> TextNode.valueOf(text);
        };
    }

    /** Many programs write null for what they do not say. */
    private ObjectNode said(JsonNode schema, ObjectNode body) {
        JsonNode properties = Contract.resolved(document, schema).path("properties");
        ObjectNode said = body.deepCopy();
        body.properties().stream()
                .filter(field -> field.getValue().isNull() && !mayBeNull(properties.path(field.getKey())))
                .forEach(field -> said.remove(field.getKey()));
        return said;
    }

    private boolean mayBeNull(JsonNode property) {
        for (JsonNode type : Contract.resolved(document, property).path("type")) {
            if (type.asText().equals("null")) {
                return true;
            }
        }
        return property.isMissingNode(); // it is told that there is no such field
    }

    /** Made when it is needed first: most operations of a hub are never asked. */
    private synchronized Checked checked(Parameter parameter) {
        return parameters.computeIfAbsent(parameter.name(), any -> Checked.of(parameter.schema(), document));
    }

    private synchronized Checked body() {
        if (body == null) {
            body = Checked.of(operation.body().orElseThrow(), document);
        }
        return body;
    }
}
