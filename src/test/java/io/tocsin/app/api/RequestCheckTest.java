package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.TestHub;
import io.tocsin.model.token.Holder;
import io.tocsin.model.token.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words; what is not is handed on. */
class RequestCheckTest {

    private static final Contract CONTRACT = new Contract(TestHub.json("""
            {"security": [{"token": []}],
             "components": {"schemas": {
               "Span": {"type": "string", "maxLength": 5, "x-expected": "a time such as 2h"},
               "Which": {"oneOf": [{"required": ["ids"]}, {"required": ["all"]}], "x-expected": "which: ids or all"},
               "Body": {"allOf": [{"$ref": "#/components/schemas/Which"}], "type": "object", "additionalProperties": false,
                 "required": ["why"],
                 "properties": {
                   "why": {"type": "string", "x-expected": "a reason"}, "to": {"type": ["string", "null"]},
                   "span": {"$ref": "#/components/schemas/Span"}, "all": {"type": "boolean"},
                   "state": {"type": "string", "enum": ["open", "over"]},
                   "ids": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                   "who": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["name"]}],
                     "x-expected": "a name or {\\"name\\"}"}},
                   "deep": {"type": "object", "additionalProperties": false, "properties": {"a/b": {"type": "integer", "minimum": 2}}}}}}},
             "paths": {"/v1/things/{id}": {"post": {"operationId": "put",
               "parameters": [
                 {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "maxLength": 3}},
                 {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                 {"name": "state", "in": "query", "schema": {"type": "string", "enum": ["open", "over"]}},
                 {"name": "sure", "in": "query", "schema": {"type": "boolean"}},
                 {"name": "form", "in": "query", "schema": {"type": "string", "pattern": "^[a-z]+$"}},
                 {"name": "label", "in": "query", "schema": {"type": "array", "items": {"type": "string", "maxLength": 3}}}],
               "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}}}}}}
            """));

    private static final Optional<Holder> HOLDER = Optional.of(new Holder("tok_1", Role.RESPONDER, Optional.of("ann")));

    private static final String RIGHT = "{\"why\": \"so\", \"all\": true}";

    private final RequestCheck check = new RequestCheck(CONTRACT.operations().get(0), CONTRACT.document());

    @Test
    void whatKeepsToTheContractIsHandedOn() {
        Request request =
                request("a", Map.of("limit", List.of("7"), "sure", List.of("true"), "state", List.of("")), RIGHT);
        assertThat(check.checked(request)).isEqualTo(request);
    }

    @Test
    void aFieldThatIsNullIsAsOneThatIsNotThereUnlessItMayBe() {
        Request request =
                request("a", Map.of(), "{\"why\": \"so\", \"all\": true, \"span\": null, \"ids\": null, \"to\": null}");
        assertThat(check.checked(request).body()).isEqualTo(json("{\"why\": \"so\", \"all\": true, \"to\": null}"));
        assertThat(request.body().has("span"))
                .as("whoever asked keeps what they said")
                .isTrue();
        assertRefused(request("a", Map.of(), "{\"all\": true, \"why\": null}"), "why is missing; expected a reason.");
        assertRefused(
                request("a", Map.of(), "{\"why\": \"so\", \"all\": true, \"al\": null}"), "There is no field al;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit | 0 | limit is 0; expected a whole number, at least 1.",
                "limit | many | limit is many; expected a whole number, at least 1.",
                "limit | 99999999999999999999 | limit is 99999999999999999999; expected a whole number, at least 1.",
                "state | opne | state is opne; expected one of open, over.",
                "sure | yes | sure is yes; expected true or false.",
                "form | A1 | form is A1; expected a text of the form ^[a-z]+$.",
                "limt | 1 | There is no parameter limt; expected one of form, label, limit, state, sure. Did you mean limit?",
            })
    void parameters(String name, String value, String words) {
        assertRefused(request("a", Map.of(name, List.of(value)), RIGHT), words);
    }

    @Test
    void aParameterThatIsSaidTwiceIsRefused() {
        assertRefused(
                request("a", Map.of("state", List.of("open", "over")), RIGHT), "state is said 2 times; expected once.");
    }

    @Test
    void aParameterThatIsAListMayBeSaidSeveralTimes() {
        Request several = request("a", Map.of("label", List.of("a=b", "", "c=d")), RIGHT);
        assertThat(check.checked(several)).isEqualTo(several);
        assertThat(check.checked(request("a", Map.of("label", List.of("")), RIGHT))
                        .queries("label"))
                .containsExactly("");
        assertRefused(
                request("a", Map.of("label", List.of("a=b", "long=")), RIGHT),
                "label/1 has 5 characters; expected 3 at most.");
    }

    @Test
    void aParameterOfThePath() {
        assertRefused(request("abcd", Map.of(), RIGHT), "id has 4 characters; expected 3 at most.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"all\": true} | why is missing; expected a reason.",
                "{\"why\": 7, \"all\": true} | why is 7; expected a text in quotes.",
                "{\"why\": \"so\", \"all\": \"yes\"} | all is yes; expected true or false.",
                "{\"why\": \"so\", \"all\": true, \"to\": []} | to is []; expected a text in quotes.",
                "{\"why\": \"so\", \"all\": true, \"span\": \"123456\"} | span has 6 characters; expected 5 at most.",
                "{\"why\": \"so\", \"all\": true, \"span\": 1} | span is 1; expected a text in quotes.",
                "{\"why\": \"so\", \"all\": true, \"state\": \"\"} | state is empty; expected one of open, over.",
                "{\"why\": \"so\", \"ids\": []} | ids is []; expected a list that is not empty.",
                "{\"why\": \"so\", \"ids\": [1]} | /ids/0 is 1; expected a text in quotes.",
                "{\"why\": \"so\"} | which: ids or all.",
                "{\"why\": \"so\", \"all\": true, \"ids\": [\"a\"]} | which: ids or all.",
                "{\"why\": \"so\", \"all\": true, \"who\": [\"a\", {\"nam\": \"a\"}]} | /who/1 is {\"nam\":\"a\"}; expected a name or {\"name\"}.",
                "{\"why\": \"so\", \"all\": true, \"deep\": {\"a/b\": 1}} | /deep/a~1b is 1; expected a whole number, at least 2.",
                "{\"why\": \"so\", \"all\": true, \"deep\": {\"c\": 1}} | There is no field /deep/c; expected some of a/b.",
                "{\"why\": \"so\", \"all\": true, \"stat\": \"\"} | There is no field stat; expected some of all, deep, ids, span, state, to, who, why. Did you mean state?",
            })
    void bodies(String body, String words) {
        assertRefused(request("a", Map.of(), body), words);
    }

    @Test
    void severalFaultsAreToldTogetherButNotAllOfThem() {
        assertThatThrownBy(() -> check.checked(request(
                        "a",
                        Map.of("limit", List.of("0")),
                        "{\"why\": 1, \"all\": 1, \"to\": 1, \"span\": 1, \"state\": 1}")))
                .hasMessageStartingWith("limit is 0; expected a whole number, at least 1. ")
                .satisfies(refused ->
                        assertThat(refused.getMessage().split("expected ")).hasSize(6));
    }

    @Test
    void aLongValueIsCut() {
        assertThatThrownBy(() -> check.checked(request("a", Map.of("state", List.of("x".repeat(10_000))), RIGHT)))
                .hasMessageEndingWith("x…; expected one of open, over.")
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(150));
    }

    private void assertRefused(Request request, String words) {
        assertThatThrownBy(() -> check.checked(request))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(words);
    }

    private static Request request(String id, Map<String, List<String>> queries, String body) {
        Map<String, String> query = new java.util.TreeMap<>();
        queries.forEach((name, values) -> query.put(name, values.get(values.size() - 1)));
        return new Request(Map.of("id", id), query, queries, json(body), HOLDER);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) TestHub.json(text);
    }
}
