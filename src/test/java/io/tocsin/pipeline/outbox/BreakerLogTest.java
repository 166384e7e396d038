package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.delivery.SendRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerLogTest {

    private final List<String> said = new ArrayList<>();
    private CircuitBreaker breaker;

    @BeforeEach
    void listen() {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        new BreakerLog(new Judge(InstantSource.system()), said::add).listenTo(breakers);
        breaker = breakers.circuitBreaker(
                "ops-hook-breaker",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(5)
                        .minimumNumberOfCalls(5)
                        .waitDurationInOpenState(Duration.ofSeconds(60))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
    }

    @Test
    void oneThatOpensIsToldWithTheFailureThatOpenedIt() {
        fail(4);
        assertThat(said).isEmpty();
        fail(1);

        assertThat(said)
                .containsExactly(
                        "ops-hook: breaker open for 60 s after 5 failures, the last: HTTP 503 of https://hook.example/***");
    }

    @Test
    void oneThatIsTriedInVainIsNotToldAgainAndOneThatClosesIs() {
        fail(5);
        said.clear();

        breaker.transitionToHalfOpenState();
        fail(1);
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(said).isEmpty();

        breaker.transitionToHalfOpenState();
        breaker.onSuccess(1, TimeUnit.MILLISECONDS);
        assertThat(said).containsExactly("ops-hook: breaker closed again after 0 s");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.onError(
                    1,
                    TimeUnit.MILLISECONDS,
                    new SendRefusedException(
                            Failure.of(FailureClass.TRANSIENT, "HTTP 503 of https://hook.example/s3cret")));
        }
    }
}
