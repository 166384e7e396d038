package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnyAlertTest {
    private static final List<String> FIELDS = List.of(
            "fingerprint",
            "status",
            "severity",
            "title",
            "description",
            "source",
            "labels",
            "annotations",
            "links",
            "value",
            "threshold",
            "startsAt",
            "endsAt",
            "resolveAfter");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property(tries = 300)
    void anyJsonIsAnAlertWithinTheLimitsOrIsRefused(@ForAll("outputs") JsonNode output) throws Exception {
        Alert alert;
        try {
            alert = new AlertReader(Severity.MEDIUM, SeverityWords.shipped()).read(output, "ci", Instant.EPOCH);
        } catch (InvalidAlertException refused) {
            assertThat(refused).hasMessageStartingWith("title: ");
            return;
        }
        assertThat(alert.title()).isNotBlank().hasSizeLessThanOrEqualTo(300).doesNotContain("\n");
        assertThat(alert.fingerprint()).isNotBlank().hasSizeLessThanOrEqualTo(255);
        assertThat(alert.description().length()).isLessThanOrEqualTo(16_384);
        assertThat(alert.labels().values()).allMatch(value -> value.length() <= 1_000);

        byte[] written = AlertJson.write(alert).toString().getBytes(StandardCharsets.UTF_8);
        assertThat(AlertJson.read(new ObjectMapper().readTree(written))).isEqualTo(alert);
    }

    @Provide
    Arbitrary<JsonNode> outputs() {
        return Arbitraries.maps(Arbitraries.of(FIELDS), values(2)).map(fields -> {
            ObjectNode object = JSON.objectNode();
            fields.forEach(object::set);
            return object;
        });
    }

    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(400).map(JSON::textNode),
                Arbitraries.strings().all().ofLength(3).map(text -> JSON.textNode(text.repeat(6_000))),
                Arbitraries.of("firing", "P1", "https://a.example", "2026-08-20T10:00:00Z")
                        .map(JSON::textNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.just(JSON.nullNode()));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<JsonNode> objects = Arbitraries.maps(Arbitraries.strings().ofMaxLength(120), values(depth - 1))
                .ofMaxSize(5)
                .map(fields -> {
                    ObjectNode object = JSON.objectNode();
                    fields.forEach(object::set);
                    return object;
                });
        Arbitrary<JsonNode> arrays =
                objects.list().ofMaxSize(4).map(elements -> JSON.arrayNode().addAll(elements));
        return Arbitraries.oneOf(scalars, objects, arrays);
    }
}
