package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.SendRefusedException;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.shared.Revisions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a channel's route gets and how its end counts, with the lane that runs it. */
@Tag("store")
class OutboxRouteTest {

    private static final Map<String, List<Exchange>> SENT = new ConcurrentHashMap<>();
    private static final CircuitBreakerRegistry BREAKERS = CircuitBreakerRegistry.ofDefaults();

    private static final AtomicReference<Revisions> REVISIONS = new AtomicReference<>();

    private static final Duration TICK = Duration.ofMillis(500);

    @TempDir
    static Path folder;

    private static TestOutbox outbox;
    private static DefaultCamelContext context;

    @BeforeAll
    static void start() throws Exception {
        outbox = new TestOutbox(new TestCorridor(folder, "hub-1", TICK));
        context = new DefaultCamelContext();
        context.getRegistry().bind("corridor", outbox.test.corridor);
        context.getRegistry().bind("breakers", BREAKERS);
        context.getRegistry().bind("revisions", REVISIONS.updateAndGet(none -> new Revisions(outbox.test.store)));
        BREAKERS.circuitBreaker("guarded-breaker");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("outbox:threads?audience=business&language=de&timeZone=Europe/Berlin")
                        .process(exchange -> {
                            note(exchange);
                            exchange.setVariable("thread", Map.of("ts", "of " + exchange.getVariable("deliveryId")));
                            refuseFirst(exchange, FailureClass.TRANSIENT);
                        });
                from("outbox:parks?unknown=park").process(exchange -> {
                    note(exchange);
                    refuseFirst(exchange, FailureClass.UNKNOWN);
                });
                from("outbox:repeats?retrySchedule=1ms").process(exchange -> {
                    note(exchange);
                    refuseFirst(exchange, FailureClass.UNKNOWN);
                });
                from("outbox:limited?provider=slack&credential=s3cret&rate=20&burst=1")
                        .process(OutboxRouteTest::note);
                from("outbox:many?digestAbove=3&rate=20&burst=1").process(OutboxRouteTest::note);
                from("outbox:guarded?breaker=guarded-breaker&fallback=standby&fallbackAfter=10m")
                        .process(OutboxRouteTest::note);
                from("outbox:endless?retryFor=10m").process(exchange -> {
                    note(exchange);
                    throw new SendRefusedException(
                            Failure.answered(FailureClass.RATE_LIMITED, 429, "HTTP 429", Optional.of(Duration.ZERO)));
                });
                from("outbox:sleepers").process(OutboxRouteTest::note);
                from("outbox:shared?provider=slack&credential=of+two+hubs").process(OutboxRouteTest::note);
                from("outbox:standby").process(OutboxRouteTest::note);
            }
        });
        context.start();
    }

    @AfterAll
    static void stop() throws Exception {
        context.close();
        outbox.close();
    }

    @Test
    void aRouteGetsTheReaderAndLaterWhatItStoredOfTheIncident() {
        outbox.tell("inc_thread", 1, NoticeKind.OPENED, "threads");
        String first = await().pollInterval(Duration.ofMillis(10))
                .until(() -> sent("threads"), sent -> sent.size() == 1)
                .get(0)
                .getVariable("deliveryId", String.class);
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> !outbox.column("SELECT content FROM thread").isEmpty());
        outbox.tell("inc_thread", 2, NoticeKind.UPDATED, "threads");
        outbox.clock.advance(Duration.ofMinutes(1));

        JsonNode message = await().pollInterval(Duration.ofMillis(10))
                .until(() -> sent("threads"), sent -> sent.size() == 2)
                .get(1)
                .getIn()
                .getBody(JsonNode.class);

        assertThat(message.path("thread")).hasToString("{\"ts\":\"of " + first + "\"}");
        assertThat(message.path("recipient"))
                .hasToString("{\"name\":\"\",\"audience\":\"business\",\"language\":\"de\","
                        + "\"timeZone\":\"Europe/Berlin\"}");
    }

    @Test
    void whatIsParkedIsADeadLetterAtOnceThatSaysThatItMayHaveArrived() {
        outbox.tell("inc_park", 1, NoticeKind.OPENED, "parks");

        await().pollInterval(Duration.ofMillis(10)).until(() -> outbox.column(
                        "SELECT failure_class || ' ' || reason FROM dead_letter" + " WHERE receiver = 'parks'")
                .equals(List.of("unknown it may have been delivered: no answer")));
        assertThat(sent("parks")).hasSize(1);
    }

    @Test
    void aSecondTryIsToldThatItMayBeADuplicateAndHasTheSameKey() {
        outbox.tell("inc_repeat", 1, NoticeKind.OPENED, "repeats");
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            outbox.clock.advance(Duration.ofMillis(10));
            return sent("repeats").size() == 2;
        });

        assertThat(sent("repeats"))
                .extracting(exchange -> exchange.getVariable("possibleDuplicate"))
                .containsExactly(false, true);
        assertThat(sent("repeats"))
                .extracting(exchange -> exchange.getVariable("idempotencyKey"))
                .containsOnly(sent("repeats").get(0).getVariable("deliveryId"));
    }

    @Test
    void aLimitedLaneGoesOnAsItsBucketRefillsAndNotOnlyWithItsTick() {
        for (int i = 0; i < 4; i++) {
            outbox.tell("inc_limited_" + i, 1, NoticeKind.OPENED, "limited");
        }

        await().pollInterval(Duration.ofMillis(10)).atMost(TICK.multipliedBy(2)).until(() -> {
            outbox.clock.advance(Duration.ofMillis(50));
            return sent("limited").size() == 4;
        });
    }

    @Test
    void whatAnotherHubWasToldToLeaveAloneIsNotHandedOverHere() {
        outbox.tell("inc_before", 1, NoticeKind.OPENED, List.of(Address.of("shared")));
        await().until(() -> sent("shared").size() == 1);

        Instant until = outbox.clock.instant().plus(Duration.ofHours(1));
        Limits limits = context.getEndpoints().stream()
                .filter(OutboxEndpoint.class::isInstance)
                .map(OutboxEndpoint.class::cast)
                .filter(endpoint -> endpoint.receiver().equals("shared"))
                .map(OutboxEndpoint::limits)
                .findFirst()
                .orElseThrow();
        outbox.test.commit(
                (tx, inputs, now) -> {
                    Buckets.pause(tx, limits, "", until, "HTTP 429 at another hub", now);
                    return List.of(Revisions.raise(tx, Revisions.PAUSES));
                },
                "");
        REVISIONS.get().look();
        outbox.tell("inc_after", 1, NoticeKind.OPENED, List.of(Address.of("shared")));

        assertThat(outbox.column("SELECT fence FROM delivery WHERE incident_id = 'inc_after'"))
                .as("it was written as nobody's")
                .containsExactly("0");
        assertThat(sent("shared")).hasSize(1);
    }

    @Test
    void manyThatWaitComeToTheRouteAsADigest() {
        List<Address> twice = List.of(new Address("many", "a"), new Address("many", "b"));
        for (int i = 0; i < 6; i++) {
            outbox.tell("inc_many_" + i, 1, NoticeKind.OPENED, twice);
        }
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            outbox.clock.advance(Duration.ofMillis(50));
            return sent("many").stream()
                            .filter(exchange -> exchange.getIn()
                                    .getBody(JsonNode.class)
                                    .at("/notice/kind")
                                    .asText()
                                    .equals("digest"))
                            .count()
                    == 2;
        });
    }

    /** Retry-After: 0, for ever: each pause is the schedule's next, and the schedule's time is the end. */
    @Test
    void whoAsksForLessWithoutEndIsAskedEverMoreRarelyAndThenGivenUp() {
        LimitedDestinations limited = context.getEndpoints().stream()
                .filter(endpoint -> endpoint instanceof OutboxEndpoint lane
                        && lane.receiver().equals("endless"))
                .map(endpoint -> ((OutboxEndpoint) endpoint).limited())
                .findFirst()
                .orElseThrow();
        outbox.tell("inc_endless", 1, NoticeKind.OPENED, "endless");
        for (int times = 1; times < 5; times++) {
            int count = times;
            await().pollInterval(Duration.ofMillis(10)).until(() -> outbox.column(
                            "SELECT fence FROM delivery WHERE receiver = 'endless' AND owner IS NULL")
                    .equals(List.of(Integer.toString(count))));
            LimitedDestinations.Row row = limited.all().get("receiver:endless");
            assertThat(row.times()).isEqualTo(times);
            outbox.clock.advance(
                    Duration.between(outbox.clock.instant(), row.until()).plusSeconds(3));
        }

        await().pollInterval(Duration.ofMillis(10))
                .until(() -> !outbox.column("SELECT reason FROM dead_letter WHERE receiver = 'endless'")
                        .isEmpty());
        assertThat(outbox.column("SELECT failure_class || ': ' || reason FROM dead_letter WHERE receiver = 'endless'")
                        .get(0))
                .matches("rate-limited: given up after \\d+ (min|s) of rate limits \\(retryFor 10 min\\): HTTP 429");
        assertThat(sent("endless")).hasSize(5);
    }

    @Test
    void theFallbackTakesOverFromABreakerThatStaysOpen() {
        BREAKERS.circuitBreaker("guarded-breaker").transitionToOpenState();
        outbox.tell("inc_guarded", 1, NoticeKind.OPENED, "guarded");

        await().until(() -> {
            outbox.clock.advance(Duration.ofMinutes(1)); // less than a lease, or it would be claimed again
            return !sent("standby").isEmpty();
        });

        BREAKERS.circuitBreaker("guarded-breaker").transitionToClosedState();
        outbox.tell("inc_guarded_2", 1, NoticeKind.OPENED, "guarded");
        await().pollInterval(Duration.ofMillis(10)).until(() -> !sent("guarded").isEmpty());
        assertThat(sent("guarded"))
                .extracting(exchange -> exchange.getIn()
                        .getBody(JsonNode.class)
                        .at("/incident/id")
                        .asText())
                .containsExactly("inc_guarded_2");
    }

    @Test
    void quietHoursEndAlsoAfterTheClockWasSetBack() {
        outbox.clock.advance(Duration.ofMinutes(30));
        tellAfterASecondOfQuiet("inc_before");
        await().until(() -> sent("sleepers").size() == 1);
        outbox.clock.advance(Duration.ofMinutes(-20));

        tellAfterASecondOfQuiet("inc_after");

        await().atMost(TICK.multipliedBy(6)).until(() -> sent("sleepers").size() == 2);
    }

    private static void tellAfterASecondOfQuiet(String incident) {
        Instant until = outbox.clock.instant().plusSeconds(1);
        outbox.tell(incident, 1, NoticeKind.OPENED, List.of(new Address("sleepers", "", "", Optional.of(until))));
        outbox.clock.advance(Duration.ofSeconds(1));
    }

    private static List<Exchange> sent(String receiver) {
        return SENT.getOrDefault(receiver, List.of());
    }

    private static void note(Exchange exchange) {
        SENT.computeIfAbsent(exchange.getVariable("receiver", String.class), name -> new CopyOnWriteArrayList<>())
                .add(exchange.copy());
    }

    private static void refuseFirst(Exchange exchange, FailureClass failureClass) throws SendRefusedException {
        if (exchange.getVariable("attempt", Long.class) == 1) {
            throw new SendRefusedException(new Failure(failureClass, "no answer", Optional.empty(), Optional.empty()));
        }
    }
}
