package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.TestHub;
import io.tocsin.files.JsonSchemas;
import io.tocsin.model.token.Role;
import io.tocsin.model.token.Tokens;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The document itself, and how code is bound to it. */
class ContractTest {

    private static final Endpoint NOTHING = request -> Reply.json(JsonNodeFactory.instance.objectNode());

    private static final KeyedActs KEYED = new KeyedActs(null); // nothing is asked here

    private final Contract contract = Contract.shipped();
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void everyOperationSaysWhatItIsForWhomAndWhatItAnswers() {
        Set<String> ids = new HashSet<>();
        Set<String> tags = new HashSet<>();
        contract.document()
                .path("tags")
                .forEach(tag -> tags.add(tag.path("name").asText()));
        assertThat(contract.operations()).hasSizeGreaterThan(60).allSatisfy(operation -> {
            JsonNode node = contract.document()
                    .path("paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(java.util.Locale.ROOT));
            assertThat(operation.id())
                    .matches("[a-z][A-Za-z]+")
                    .satisfies(id -> assertThat(ids.add(id)).as(id + " twice").isTrue());
            assertThat(node.path("summary").asText()).isNotEmpty();
            assertThat(node.path("tags")).isNotEmpty().allSatisfy(tag -> assertThat(tags)
                    .contains(tag.asText()));
            assertThat(node.path("responses").has("default"))
                    .as(operation + " and any problem")
                    .isTrue();
            assertThat(node.path("responses").has("401"))
                    .as(operation + " and 401")
                    .isEqualTo(operation.security() == Operation.Security.TOKEN
                            || operation.id().equals("scrapeMetrics"));
            boolean asksForARole = !operation.isRoute()
                    && (operation.security() == Operation.Security.TOKEN
                            || operation.id().equals("scrapeMetrics"));
            assertThat(operation.role().isPresent())
                    .as(operation + " and x-role")
                    .isEqualTo(asksForARole);
            assertThat(node.path("responses").has("403"))
                    .as(operation + " and 403")
                    .isEqualTo(
                            operation.role().filter(role -> role != Role.VIEWER).isPresent());
            assertThat(operation.path().split("\\{", -1))
                    .as(operation + " names the parameters of its path")
                    .hasSize(1
                            + (int) operation.parameters().stream()
                                    .filter(one -> one.in().equals("path"))
                                    .count());
        });
    }

    @Test
    void itsExamplesAreWhatItsSchemasTake() {
        Set<String> looked = new HashSet<>();
        examples(contract.document().path("paths"), "paths", looked);
        examples(contract.document().path("components"), "components", looked);
        assertThat(looked).hasSizeGreaterThan(12);
    }

    private void examples(JsonNode node, String place, Set<String> looked) {
        if (node.has("schema") && node.path("examples").isObject()) {
            ObjectNode schema = node.path("schema").deepCopy();
            schema.set("components", contract.document().path("components"));
            node.path("examples").properties().forEach(example -> {
                looked.add(place + "/" + example.getKey());
                assertThat(JsonSchemas.factory("components", RequestWords.EXPECTED)
                                .getSchema(schema, JsonSchemas.config())
                                .validate(example.getValue().path("value")))
                        .as(place + "/" + example.getKey())
                        .isEmpty();
            });
        }
        node.properties().forEach(field -> examples(field.getValue(), place + "/" + field.getKey(), looked));
    }

    @Test
    void whatIsDescribedAndHasNoHandlerIsNotMounted() {
        assertThatThrownBy(() -> mount(two(), "one"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two (POST /v1/two) has no handler")
                .hasMessageContaining("openapi/tocsin.yaml");
        assertThat(router.getRoutes()).isEmpty();
    }

    @Test
    void aHandlerThatIsNotDescribedOrComesTwiceIsNotMounted() {
        assertThatThrownBy(() -> mount(two(), "one", "two", "three"))
                .hasMessageContaining("the handler of three has no operation");
        assertThatThrownBy(() -> mount(two(), "one", "two", "two")).hasMessageContaining("two has two handlers");
    }

    @Test
    void whatIsBoundToAnotherRoleThanIsDescribedIsNotMounted() {
        Operations operations = new Operations(two(), KEYED);
        operations.answer("one", Endpoint.viewer(NOTHING));
        operations.answer("two", NOTHING);
        assertThatThrownBy(() -> mount(operations))
                .hasMessageContaining("one (GET /v1/{id}) is bound to the role viewer, and its x-role is admin")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("two (POST"));
        assertThat(router.getRoutes()).isEmpty();
    }

    /** What wraps an endpoint must not make it an admin's, or open what was one. */
    @Test
    void theRoleOfWhatIsBoundIsTheOneThatIsAskedFor() {
        Operations operations = new Operations(new Contract(TestHub.json("""
                {"security": [{"token": []}], "paths": {
                  "/v1/one": {"get": {"operationId": "one", "x-role": "viewer"}, "post": {"operationId": "two", "x-role": "responder", "x-safe": true}},
                  "/v1/open": {"get": {"operationId": "open", "security": []}},
                  "/v1/links/{secret}": {"get": {"operationId": "linked", "security": [],
                    "parameters": [{"name": "secret", "in": "path", "required": true, "schema": {"type": "string"}}]}}}}
                """)), KEYED);
        operations.answer("one", Endpoint.viewer(NOTHING));
        operations.answer("two", Endpoint.responder(NOTHING));
        operations.answer("open", NOTHING);
        operations.answer("linked", NOTHING);
        mount(operations);
        assertThat(router.getRoutes().stream()
                        .flatMap(route -> Mounted.at(route).stream())
                        .collect(Collectors.toMap(Mounted::path, Mounted::needs)))
                .isEqualTo(Map.of(
                        "/v1/one", Map.of("GET", "viewer", "POST", "responder"),
                        "/v1/open", Map.of("GET", Mounted.NOTHING),
                        "/v1/links/:secret", Map.of("GET", Mounted.LINK)));
    }

    @Test
    void whatChangesSomethingTakesAKeyOrIsNotMounted() {
        Operations operations = new Operations(new Contract(TestHub.json("""
                {"security": [{"token": []}], "paths": {"/v1/one": {
                  "post": {"operationId": "one", "x-role": "admin"},
                  "delete": {"operationId": "two", "x-role": "admin", "x-safe": true,
                    "parameters": [{"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}]}}}}
                """)), KEYED);
        operations.answer("one", NOTHING);
        operations.answer("two", NOTHING);
        assertThatThrownBy(() -> mount(operations))
                .hasMessageContaining("one (POST /v1/one) takes no Idempotency-Key: add the parameter, or x-safe: true")
                .hasMessageContaining("two (DELETE /v1/one) changes nothing, and takes an Idempotency-Key");
        assertThat(router.getRoutes()).isEmpty();
    }

    @Test
    void aRoleThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> new Contract(TestHub.json(
                        "{\"paths\": {\"/v1/a\": {\"get\": {\"operationId\": \"a\", \"x-role\": \"boss\"}}}}")))
                .hasMessageContaining("x-role is boss; expected one of viewer, responder, admin");
    }

    @Test
    void aPathThatIsPutUpBesideTheContractIsNotMounted() {
        router.get("/v1/hidden").handler(context -> context.end());
        assertThatThrownBy(() -> mount(two(), "one", "two"))
                .hasMessageContaining("/v1/hidden is at the router, and is no operation");
        assertThat(router.getRoutes()).hasSize(1);
    }

    @Test
    void wordsOfAPathComeBeforeItsParameters() {
        mount(two(), "one", "two");
        assertThat(router.getRoutes()).extracting(route -> route.getPath()).containsExactly("/v1/two", "/v1/:id");
    }

    @Test
    void aParameterWithAPatternIsAskedOfTheRouter() {
        Operation trace = contract.operations().stream()
                .filter(operation -> operation.id().equals("traceEvent"))
                .findFirst()
                .orElseThrow();
        assertThat(trace.routerPath()).isEqualTo("/v1/events/(?<id>(?:evt|alr|inc|ntc|dlv|dea)_[^/]+)");
    }

    private void mount(Contract of, String... ids) {
        Operations operations = new Operations(of, KEYED);
        List.of(ids).forEach(id -> operations.answer(id, NOTHING));
        mount(operations);
    }

    private void mount(Operations operations) {
        operations.mount(router, new Desk(router, new Tokens(null, Instant::now), null, new ObjectMapper()));
    }

    private static Contract two() {
        return new Contract(TestHub.json("""
                {"security": [{"token": []}], "paths": {
                  "/v1/{id}": {"get": {"operationId": "one", "x-role": "admin", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]}},
                  "/v1/two": {"post": {"operationId": "two", "x-role": "admin", "parameters": [{"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}]}, "get": {"operationId": "by-a-route", "x-route": "accept"}}}}
                """));
    }
}
