package io.tocsin.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.Test;

/** The language as a route file uses it, started as the hub starts: by Camel Main. */
class EventPatternLanguageTest extends CamelMainTestSupport {
    @Override
    protected void configure(MainConfigurationProperties hub) {
        hub.withRoutesIncludePattern("classpath:pattern/sort.camel.yaml");
    }

    @Test
    void aChoiceInAYamlRouteAsksThePattern() throws Exception {
        String json = "{\"labels\":{\"env\":\"prod-1\"}}";

        assertThat(sort(json)).isEqualTo("production");
        assertThat(sort(json.getBytes(StandardCharsets.UTF_8))).isEqualTo("production");
        assertThat(sort(new ObjectMapper().readTree(json))).isEqualTo("production");
        assertThat(sort(Map.of("labels", Map.of("env", List.of("prod-1"))))).isEqualTo("production");
        assertThat(sort("{\"labels\":{\"env\":\"test\"}}")).isEqualTo("other");
    }

    @Test
    void aBodyThatIsNoJsonObjectMatchesNothing() {
        assertThat(sort("not json {")).isEqualTo("other");
        assertThat(sort("")).isEqualTo("other");
        assertThat(sort(null)).isEqualTo("other");
        assertThat(sort(List.of("a"))).isEqualTo("other");
        assertThat(sort("[1]")).isEqualTo("other");
    }

    @Test
    void itKnowsWhichFieldsItsRoutesAskFor() {
        EventPatternLanguage language = (EventPatternLanguage) context().resolveLanguage("event-pattern");
        language.createPredicate("{ \"$or\": [ { \"labels\": { \"team\": [ \"a\" ] } }, { \"title\": [ \"b\" ] } ] }");

        assertThat(language.fields()).containsExactlyInAnyOrder("labels.env", "labels.team", "title");
    }

    @Test
    void aPatternThatIsWrongIsRefusedBeforeTheRouteStarts() {
        assertThatThrownBy(() -> context().resolveLanguage("event-pattern").createPredicate("{\"a\":\"b\"}"))
                .isInstanceOf(ExpressionIllegalSyntaxException.class)
                .hasStackTraceContaining("at /a: expected a list of values; fix: write [ b ]");
    }

    private Object sort(Object body) {
        return template().requestBody("direct:sort", body);
    }
}
