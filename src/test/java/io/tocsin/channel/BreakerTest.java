package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.CLOSED;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.HALF_OPEN;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.channel.TestOutbox.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {
    private static final int FAILURES = 5;

    @RegisterExtension
    static final WireMockExtension HOOK = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Receivers receivers;

    @BeforeEach
    void aReceiver() throws Exception {
        String url = "http://127.0.0.1:" + HOOK.getPort();
        receivers = new Receivers()
                .with("webhook", "hook", Map.of("url", url + "/hook", "openFor", "1"))
                .with("webhook", "other", Map.of("url", url + "/other"));
    }

    @AfterEach
    void stop() throws Exception {
        receivers.close();
    }

    private void answer(int status) {
        HOOK.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));
    }

    private Outcome send() throws Exception {
        return receivers.send("hook", Messages.firing());
    }

    private void fail(int times) throws Exception {
        answer(500);
        for (int i = 0; i < times; i++) {
            assertThat(send().delivered()).isFalse();
        }
    }

    private Optional<CircuitBreaker> breaker() {
        return receivers
                .context()
                .getCamelContextExtension()
                .getContextPlugin(CircuitBreakerRegistry.class)
                .find("hook-breaker");
    }

    private CircuitBreaker.State state() {
        return breaker().orElseThrow().getState();
    }

    private void awaitHalfOpen() {
        await().atMost(Duration.ofSeconds(5)).until(() -> state() == HALF_OPEN);
    }

    @Test
    void theBreakerHasTheNameThatTheLaneIsTold() {
        assertThat(receivers.lane("hook")).containsEntry("breaker", "hook-breaker");
        assertThat(breaker()).isPresent();
    }

    @Test
    void fourFailuresLeaveItClosedAndTheFifthOpensIt() throws Exception {
        fail(FAILURES - 1);
        assertThat(state()).isEqualTo(CLOSED);
        fail(1);
        assertThat(state()).isEqualTo(OPEN);
    }

    @Test
    void trapAnOpenBreakerIsAnExceptionAndNoDeliveryAndNothingIsSent() throws Exception {
        fail(FAILURES);
        answer(200);
        Outcome outcome = send();
        assertThat(outcome.exception()).hasValueSatisfying(e -> assertThat(e)
                .satisfiesAnyOf(x -> assertThat(x).isInstanceOf(CallNotPermittedException.class), x -> assertThat(x)
                        .hasRootCauseInstanceOf(CallNotPermittedException.class)));
        HOOK.verify(FAILURES, postRequestedFor(anyUrl()));
    }

    @Test
    void oneReceiversBreakerIsNotAnothers() throws Exception {
        fail(FAILURES);
        answer(200);
        assertThat(receivers.send("other", Messages.firing()).delivered()).isTrue();
    }

    @Test
    void halfOpenLetsTwoThroughAndNoMore() throws Exception {
        fail(FAILURES);
        awaitHalfOpen();
        HOOK.resetRequests();
        HOOK.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withFixedDelay(700)));
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            List<Future<Outcome>> sends = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sends.add(senders.submit(this::send));
            }
            int delivered = 0;
            for (Future<Outcome> sent : sends) {
                delivered += sent.get().delivered() ? 1 : 0;
            }
            assertThat(delivered).isEqualTo(2);
            HOOK.verify(2, postRequestedFor(anyUrl()));
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void recoveryClosesItAndEverythingGoesThroughAgain() throws Exception {
        fail(FAILURES);
        awaitHalfOpen();
        answer(200);
        assertThat(send().delivered()).isTrue();
        assertThat(send().delivered()).isTrue();
        assertThat(state()).isEqualTo(CLOSED);
        for (int i = 0; i < 10; i++) {
            assertThat(send().delivered()).isTrue();
        }
    }

    @Test
    void aFailureInHalfOpenOpensItAgain() throws Exception {
        fail(FAILURES);
        awaitHalfOpen();
        fail(2);
        assertThat(state()).isEqualTo(OPEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 410, 422})
    void trapAMessageThatTheReceiverRefusesDoesNotOpenIt(int status) throws Exception {
        answer(status);
        for (int i = 0; i < 2 * FAILURES; i++) {
            assertThat(send().failure().statusCode()).contains(status);
        }
        assertThat(state()).isEqualTo(CLOSED);
        HOOK.verify(2 * FAILURES, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 503})
    void whatMayPassCountsAgainstIt(int status) throws Exception {
        answer(status);
        for (int i = 0; i < FAILURES; i++) {
            send();
        }
        assertThat(state()).isEqualTo(OPEN);
    }

    @Test
    void trapHttpClientRepeatsA429AndA503ByItselfUnlessToldNotTo() throws Exception {
        for (int status : List.of(429, 503)) {
            HOOK.resetRequests();
            answer(status);
            send();
            HOOK.verify(1, postRequestedFor(anyUrl()));
        }
    }

    @Test
    void trapHeadersOfAnEventNeitherTurnTheSendNorLeaveWithIt() throws Exception {
        answer(200);
        Map<String, Object> hostile = Map.of(
                "CamelHttpUri", "http://127.0.0.1:1/elsewhere",
                "CamelHttpPath", "/elsewhere",
                "CamelHttpQuery", "x=1",
                "CamelHttpMethod", "DELETE",
                "Host", "elsewhere",
                "Authorization", "Bearer theirs",
                "X-Custom", "theirs");
        assertThat(receivers.send("hook", Messages.firing(), hostile).exception())
                .isEmpty();
        var request = HOOK.findAll(postRequestedFor(anyUrl())).get(0);
        assertThat(request.getUrl()).isEqualTo("/hook");
        assertThat(request.getHeaders().keys()).doesNotContain("Authorization", "X-Custom");
        assertThat(request.getHeader("Host")).isEqualTo("127.0.0.1:" + HOOK.getPort());
    }
}
