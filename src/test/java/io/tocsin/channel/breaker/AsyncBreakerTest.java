package io.tocsin.channel.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.net.guard.Steps;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The breaker that holds no thread does what Camel's does: the same exchanges end in the same way, with the same breaker
 * behind them. Only where Camel's would wait, it does not.
 */
@Tag("slow")
class AsyncBreakerTest {
    private static final ExecutorService ELSEWHERE = Executors.newSingleThreadExecutor();

    @AfterAll
    static void stop() {
        ELSEWHERE.shutdownNow();
    }

    private static final String ROUTE = """
            - route:
                errorHandler: { noErrorHandler: {} }
                from:
                  uri: direct:it
                  steps:
                    - circuitBreaker:
                        id: breaker
                        resilience4jConfiguration:
                          minimumNumberOfCalls: 3
                          slidingWindowSize: 3
                          permittedNumberOfCallsInHalfOpenState: 2
                          OPTIONS
                        steps:
                          - setHeader: { name: inside, constant: "yes" }
                          - process: { ref: send }
                        FALLBACK
                    - setVariable: { name: after, constant: "went on" }
            """;
    private static final String FALLBACK = """
            onFallback:
                          steps:
                            - setBody: { simple: "instead: ${exception.message}" }
                            - process: { ref: nothing }
            """;

    /** How what is inside of the breaker works. */
    private enum Inside {
        AT_ONCE,
        ELSEWHERE
    }

    @ParameterizedTest
    @CsvSource({
        "throwExceptionWhenHalfOpenOrOpenState: true, false",
        "throwExceptionWhenHalfOpenOrOpenState: false, false",
        "throwExceptionWhenHalfOpenOrOpenState: true, true",
        "failureRateThreshold: 50, true",
        "failureRateThreshold: 50, false"
    })
    void theSameExchangesEndInTheSameWay(String option, boolean withFallback) throws Exception {
        String route = ROUTE.replace("OPTIONS", option).replace("FALLBACK", withFallback ? FALLBACK : "");
        for (String outcomes :
                List.of("ok ok", "no ok no io", "no io no ok", "no no no half no no ok", "no no no half ok ok ok")) {
            List<String> camels = ends(route, outcomes, false, Inside.AT_ONCE);
            assertThat(ends(route, outcomes, true, Inside.AT_ONCE)).as(outcomes).isEqualTo(camels);
            assertThat(ends(route, outcomes, true, Inside.ELSEWHERE))
                    .as(outcomes)
                    .isEqualTo(camels);
        }
    }

    @Test
    void theTimeThatPassedElsewhereCountsAsItsTime() throws Exception {
        String route = ROUTE.replace("OPTIONS", "circuitBreaker: slow").replace("FALLBACK", "");
        assertThat(ends(route, "late late ok", true, Inside.ELSEWHERE))
                .isEqualTo(ends(route, "late late ok", false, Inside.AT_ONCE))
                .last()
                .asString()
                .contains("OPEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeoutEnabled: true",
                "bulkheadEnabled: true",
                "ignoreException: [java.lang.IllegalStateException]",
                "recordException: [java.io.IOException]"
            })
    void whatIsNotForSendsStaysCamels(String option) throws Exception {
        String route = ROUTE.replace("OPTIONS", option).replace("FALLBACK", "");
        try (DefaultCamelContext camel = context(route, true, exchange -> {})) {
            camel.start();
            assertThat((Processor) camel.getProcessor("breaker")).isInstanceOf(OneThread.class);
        }
    }

    @Test
    void noThreadIsHeldAndHalfOpenCountsWhatIsUnderWay() throws Exception {
        String route = ROUTE.replace("OPTIONS", "throwExceptionWhenHalfOpenOrOpenState: true")
                .replace("FALLBACK", "");
        Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
        AsyncProcessorSupport send = later(callback -> answers.add(() -> callback.done(false)));
        try (DefaultCamelContext camel = context(route, true, send)) {
            camel.start();
            CircuitBreaker breaker = halfOpen(camel);
            AsyncProducer start = started(camel);
            List<Exchange> ended = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Exchange exchange = camel.getEndpoint("direct:it").createExchange();
                start.process(exchange, sync -> ended.add(exchange)); // three in a row on this one thread
            }

            assertThat(answers).hasSize(2);
            assertThat(ended).singleElement().satisfies(third -> assertThat(third.getException())
                    .hasMessageContaining("does not permit further calls"));
            answers.forEach(Runnable::run);
            assertThat(ended).hasSize(3).filteredOn(Exchange::isFailed).hasSize(1);
            assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        }
    }

    /** What goes on elsewhere would wait for the threads that wait for it. */
    @Test
    void insideABreakerThatWaitsWithItsThreadASendKeepsIt() throws Exception {
        String route = ROUTE.replace("OPTIONS", "bulkheadEnabled: true").replace("FALLBACK", "");
        List<Object> seen = new ArrayList<>();
        try (DefaultCamelContext camel =
                context(route, true, exchange -> seen.add(String.valueOf(exchange.getProperty(Steps.PROPERTY))))) {
            camel.start();
            Exchange exchange = camel.getEndpoint("direct:it").createExchange();
            Steps steps = Runnable::run;
            exchange.setProperty(Steps.PROPERTY, steps);
            AsyncProducer start = started(camel);
            start.process(exchange);

            assertThat(exchange.getException()).isNull();
            assertThat(seen).containsExactly("null");
            assertThat(exchange.getProperty(Steps.PROPERTY)).isSameAs(steps);
        }
    }

    @Test
    void whatIsTornOffInsideGivesItsPermissionBackWithItsExchange() throws Exception {
        String route = ROUTE.replace("OPTIONS", "throwExceptionWhenHalfOpenOrOpenState: true")
                .replace("FALLBACK", "");
        List<AsyncCallback> never = new ArrayList<>();
        AsyncProcessorSupport send = later(never::add);
        try (DefaultCamelContext camel = context(route, true, send)) {
            camel.getShutdownStrategy().setTimeout(1); // what is torn off is under way for ever
            camel.start();
            CircuitBreaker breaker = halfOpen(camel);
            AsyncProducer start = started(camel);
            for (int i = 0; i < 2; i++) {
                Exchange exchange = camel.getEndpoint("direct:it").createExchange();
                UnitOfWork work = PluginHelper.getUnitOfWorkFactory(camel).createUnitOfWork(exchange);
                exchange.getExchangeExtension().setUnitOfWork(work);
                start.process(exchange, sync -> {});
                work.done(exchange);
            }

            assertThat(never).hasSize(2);
            assertThat(breaker.tryAcquirePermission()).isTrue();
            assertThat(breaker.tryAcquirePermission()).isTrue();
        }
    }

    @Test
    void aRemovedRouteTakesItsBreakerWithItAndItComesAnew() throws Exception {
        String route = ROUTE.replace("OPTIONS", "failureRateThreshold: 50").replace("FALLBACK", "");
        try (DefaultCamelContext camel = context(route, true, exchange -> {})) {
            camel.start();
            CircuitBreaker old = breakers(camel).find("breaker").orElseThrow();
            String id = camel.getRoutes().get(0).getRouteId();
            camel.getRouteController().stopRoute(id);
            assertThat(breakers(camel).find("breaker")).isEmpty();
            camel.removeRoute(id);
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("it.camel.yaml", route));
            assertThat(breakers(camel).find("breaker")).isPresent().get().isNotSameAs(old);
        }
    }

    private static DefaultCamelContext context(String route, boolean ours, Processor send) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("breakers", CircuitBreakerRegistry.ofDefaults());
        camel.getRegistry().bind("nothing", (Processor) exchange -> {});
        camel.getRegistry().bind("send", send);
        camel.getRegistry()
                .bind(
                        "slow",
                        CircuitBreaker.of(
                                "slow",
                                CircuitBreakerConfig.custom()
                                        .slidingWindowSize(2)
                                        .minimumNumberOfCalls(2)
                                        .slowCallDurationThreshold(Duration.ofMillis(30))
                                        .slowCallRateThreshold(100)
                                        .build()));
        if (ours) {
            AsyncBreakers.useIn(camel);
        }
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("it.camel.yaml", route));
        return camel;
    }

    /** A send that has begun when it comes back, and no more. */
    private static AsyncProcessorSupport later(Consumer<AsyncCallback> begun) {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                begun.accept(callback);
                return false;
            }
        };
    }

    private static CircuitBreaker halfOpen(DefaultCamelContext camel) {
        CircuitBreaker breaker = breakers(camel).find("breaker").orElseThrow();
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        return breaker;
    }

    private static AsyncProducer started(DefaultCamelContext camel) throws Exception {
        AsyncProducer start = camel.getEndpoint("direct:it").createAsyncProducer();
        start.start();
        return start;
    }

    private static CircuitBreakerRegistry breakers(DefaultCamelContext camel) {
        return camel.getRegistry().lookupByNameAndType("breakers", CircuitBreakerRegistry.class);
    }

    /** How each send ends, what the exchange says of it, and what the breaker thinks. */
    private static List<String> ends(String route, String outcomes, boolean ours, Inside inside) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Queue<String> next = new ConcurrentLinkedQueue<>();
        List<String> ends = new ArrayList<>();
        try (DefaultCamelContext camel = context(route, ours, send(inside, calls, next))) {
            camel.start();
            CircuitBreaker breaker = route.contains("circuitBreaker: slow")
                    ? camel.getRegistry().lookupByNameAndType("slow", CircuitBreaker.class)
                    : breakers(camel).find("breaker").orElseThrow();
            for (String outcome : outcomes.split(" ")) {
                if (outcome.equals("half")) {
                    breaker.transitionToHalfOpenState();
                    continue;
                }
                next.clear();
                next.add(outcome);
                Exchange exchange = camel.createProducerTemplate()
                        .send("direct:it", sent -> sent.getMessage().setBody("body"));
                ends.add(calls + " " + end(exchange) + " " + breaker.getState() + " " + figures(breaker));
            }
        }
        return ends;
    }

    private static Processor send(Inside inside, AtomicInteger calls, Queue<String> outcomes) {
        Processor work = exchange -> {
            int call = calls.incrementAndGet();
            exchange.getMessage().setBody("sent " + call);
            String outcome = outcomes.remove();
            if (outcome.equals("late")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60));
            } else if (outcome.equals("no")) {
                throw new IllegalStateException("failure " + call);
            } else if (outcome.equals("io")) {
                throw new IOException("failure " + call);
            }
        };
        return inside == Inside.AT_ONCE
                ? work
                : new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        ELSEWHERE.execute(() -> {
                            try {
                                work.process(exchange);
                            } catch (Exception e) {
                                exchange.setException(e);
                            }
                            callback.done(false);
                        });
                        return false;
                    }
                };
    }

    private static String end(Exchange exchange) {
        Map<String, Object> said = new TreeMap<>();
        exchange.getAllProperties().forEach((name, value) -> {
            if (name.startsWith("CamelCircuitBreaker")
                    || List.of(Exchange.EXCEPTION_HANDLED, "CamelTryRouteBlock").contains(name)) {
                said.put(name, value);
            }
        });
        return exchange.getException() + " " + exchange.getMessage().getBody() + " "
                + exchange.getMessage().getHeader("inside") + " " + exchange.getVariable("after") + " "
                + exchange.getProperty(Exchange.EXCEPTION_CAUGHT) + " " + exchange.isRouteStop() + " " + said;
    }

    private static String figures(CircuitBreaker breaker) {
        CircuitBreaker.Metrics of = breaker.getMetrics();
        return of.getNumberOfFailedCalls() + " " + of.getNumberOfSuccessfulCalls() + " " + of.getNumberOfSlowCalls()
                + " " + of.getNumberOfNotPermittedCalls();
    }
}
