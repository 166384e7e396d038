package io.tocsin.channel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.InvalidFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageLimitsTest {
    @TempDir
    Path folder;

    private MessageLimits limits(String schema) throws IOException {
        return MessageLimits.of(Files.writeString(folder.resolve("pager.schema.json"), schema));
    }

    private MessageLimits pager() throws IOException {
        return limits("""
                {"$schema": "https://json-schema.org/draft/2020-12/schema",
                 "description": "What the pager takes: https://pager.example.org/limits.",
                 "x-max-bytes": 120, "type": "object", "required": ["text"],
                 "properties": {
                   "text": {"type": "string", "minLength": 1, "maxLength": 4,
                            "description": "See https://pager.example.org/text, section 2"},
                   "tone": {"enum": ["loud", "soft"]},
                   "lines": {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 3}}}}
                """);
    }

    private static List<String> of(MessageLimits limits, String body) {
        return limits.violations(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMessageAtEveryLimitIsTaken() throws IOException {
        assertThat(of(pager(), "{\"text\": \"four\", \"tone\": \"loud\", \"lines\": [\"abc\", \"de\"]}"))
                .isEmpty();
    }

    @Test
    void aTextThatIsTooLongIsToldWithItsLengthTheLimitAndTheNearestPage() throws IOException {
        assertThat(of(pager(), "{\"text\": \"fives\"}"))
                .containsExactly("/text has 5 characters, at most 4 (https://pager.example.org/text)");
        assertThat(of(pager(), "{\"text\": \"a\", \"lines\": [\"abc\", \"abcd\"]}"))
                .containsExactly("/lines/1 has 4 characters, at most 3 (https://pager.example.org/limits)");
    }

    @Test
    void aCharacterOutsideTheBasicPlaneIsOne() throws IOException {
        assertThat(of(pager(), "{\"text\": \"\uD83D\uDD25\uD83D\uDD25\uD83D\uDD25\uD83D\uDD25\"}"))
                .isEmpty();
    }

    @Test
    void tooManyElementsAMissingFieldAndAnUnknownWordAreTold() throws IOException {
        assertThat(of(pager(), "{\"tone\": \"shrill\", \"lines\": [\"a\", \"b\", \"c\"]}"))
                .containsExactly(
                        "the message has no `text`, it must have (https://pager.example.org/limits)",
                        "/lines has 3 elements, at most 2 (https://pager.example.org/limits)",
                        "/tone is \"shrill\", one of [\"loud\",\"soft\"] (https://pager.example.org/limits)");
    }

    @Test
    void aTextOfAnotherFormIsToldWithTheForm() throws IOException {
        MessageLimits phone = limits("""
                {"properties": {"to": {"pattern": "^[+][0-9]+$"}, "kind": {"const": "sms"}, "parts": {"type": "integer"}},
                 "additionalProperties": false}
                """);
        assertThat(of(phone, "{\"to\": \"+491\", \"kind\": \"sms\", \"parts\": 1}"))
                .isEmpty();
        assertThat(of(phone, "{\"to\": \"me\", \"kind\": \"fax\", \"parts\": \"1\", \"cc\": \"you\"}"))
                .containsExactly(
                        "the message has `cc`, which it must not have",
                        "/kind is \"fax\", exactly \"sms\"",
                        "/parts is \"1\", of type integer",
                        "/to is \"me\", text like ^[+][0-9]+$");
    }

    @Test
    void aSchemaWithAPathIsOfCalls() throws IOException {
        assertThat(pager().areOfCalls()).isFalse();
        assertThat(limits("{\"properties\": {\"path\": {}, \"body\": {}}}").areOfCalls())
                .isTrue();
    }

    @Test
    void theWholeMessageIsMeasuredInBytesAsItIsWritten() throws IOException {
        String body = "{\"text\": \"four\", \"tail\": \"" + "é".repeat(60) + "\"}";
        assertThat(of(pager(), body))
                .containsExactly("the message has 148 bytes, at most 120 (https://pager.example.org/limits)");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("text", "four");
        assertThat(pager().violations(json)).isEmpty();
        assertThat(pager().violations(json.put("tail", "é".repeat(60))))
                .singleElement()
                .asString()
                .contains("bytes");
    }

    @Test
    void whatIsNoJsonIsTold() throws IOException {
        for (String body : List.of("", "{", "{} {}", "hello")) {
            assertThat(of(pager(), body)).as(body).singleElement().asString().startsWith("the message is no JSON");
        }
    }

    @Test
    void aTextMessageIsMeasuredAsItIs() throws IOException {
        MessageLimits text = limits("{\"type\": \"string\", \"maxLength\": 3, \"x-max-bytes\": 4}");
        assertThat(of(text, "abc")).isEmpty();
        assertThat(of(text, "abcd")).containsExactly("the message has 4 characters, at most 3");
        assertThat(of(text, "ééé")).containsExactly("the message has 6 bytes, at most 4");
        assertThat(text.violations(JsonNodeFactory.instance.textNode("abcd"))).hasSize(1);
    }

    @Test
    void aFileThatIsNoSchemaIsRefusedByName() {
        for (String schema : List.of("[]", "{ \"type\": ", "")) {
            assertThatThrownBy(() -> limits(schema))
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageContaining("pager.schema.json");
        }
    }
}
