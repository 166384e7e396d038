package io.tocsin.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPatternLanguageTest {
    private static final String ROUTE = """
            - route:
                id: sort
                description: Sorts events by pattern
                from:
                  uri: direct:sort
                  steps:
                    - choice:
                        when:
                          - expression:
                              language:
                                language: event-pattern
                                expression: '{ "labels": { "env": [ { "prefix": "prod" } ] } }'
                            steps:
                              - setBody: { constant: production }
                        otherwise:
                          steps:
                            - setBody: { constant: other }
            """;

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        Resource route = ResourceHelper.fromString("sort.camel.yaml", ROUTE);
        PluginHelper.getRoutesLoader(context).loadRoutes(route);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
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
    void aPatternThatIsWrongIsRefusedBeforeTheRouteStarts() {
        assertThatThrownBy(() -> context.resolveLanguage("event-pattern").createPredicate("{\"a\":\"b\"}"))
                .isInstanceOf(ExpressionIllegalSyntaxException.class)
                .hasStackTraceContaining("at /a: a value stands in a list: write [ b ]");
    }

    private Object sort(Object body) {
        return context.createProducerTemplate().requestBody("direct:sort", body);
    }
}
