package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.component.resilience4j.ResilienceConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Resilience4jConfigurationDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code inheritErrorHandler} of a breaker changes in Camel 4.17: nothing in a route with {@code noErrorHandler}, all
 * in one with another handler.
 */
class BreakerAndErrorHandlerTest {
    private static final String NONE = "noErrorHandler: {}";
    private static final String HANDLER =
            "defaultErrorHandler: { redeliveryPolicy: { maximumRedeliveries: 2, redeliveryDelay: 1 } }";
    private static final String INHERIT = "inheritErrorHandler: true";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 9})
    void inARouteWithoutErrorHandlerABreakerDoesTheSameWithAndWithoutIt(int failures) throws Exception {
        assertThat(run(NONE, "description: a breaker", failures)).isEqualTo(run(NONE, INHERIT, failures));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void inARouteWithAnErrorHandlerItDoesNot(int failures) throws Exception {
        assertThat(run(HANDLER, "description: a breaker", failures)).isNotEqualTo(run(HANDLER, INHERIT, failures));
    }

    /** How each of six sends ends, of which the first few fail, and what the breaker thinks of it. */
    private static List<String> run(String errorHandler, String option, int failures) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<String> ends = new ArrayList<>();
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("breakers", breakers);
            Resilience4jConfigurationDefinition three = new Resilience4jConfigurationDefinition();
            three.setMinimumNumberOfCalls("3");
            three.setSlidingWindowSize("3");
            camel.getRegistry().bind(ResilienceConstants.DEFAULT_RESILIENCE_CONFIGURATION_ID, three);
            camel.getRegistry().bind("send", (org.apache.camel.Processor) exchange -> {
                exchange.getMessage().setBody("sent");
                if (calls.incrementAndGet() <= failures) {
                    throw new IllegalStateException("failure " + calls);
                }
            });
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(
                            "it.camel.yaml",
                            ROUTE.replace("HANDLER", errorHandler).replace("OPTION", option)));
            camel.start();
            for (int i = 0; i < 6; i++) {
                Exchange exchange = camel.createProducerTemplate()
                        .send("direct:it", sent -> sent.getMessage().setBody("body"));
                ends.add(calls + " " + exchange.getException() + " "
                        + exchange.getMessage().getBody() + " " + exchange.getVariable("after") + " "
                        + exchange.isRollbackOnly() + " "
                        + breakers.circuitBreaker("breaker").getState() + " "
                        + breakers.circuitBreaker("breaker").getMetrics().getNumberOfFailedCalls());
            }
        }
        return ends;
    }

    private static final String ROUTE = """
            - route:
                errorHandler: { HANDLER }
                from:
                  uri: direct:it
                  steps:
                    - circuitBreaker:
                        id: breaker
                        OPTION
                        resilience4jConfiguration:
                          throwExceptionWhenHalfOpenOrOpenState: true
                        steps:
                          - process: { ref: send }
                    - setVariable: { name: after, constant: "went on" }
            """;
}
