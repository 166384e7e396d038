package io.tocsin.model.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AfterFailureTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final RetrySchedule SCHEDULE = RetrySchedule.parse("5s,30s", "24h", () -> Long.MIN_VALUE);

    @ParameterizedTest
    @CsvSource({"RETRY, true", "RECONCILE, true", "RETRY_ONCE, true", "PARK, false"})
    void aTryWithoutAnAnswerIsRepeatedUnlessADuplicateWouldBeWorse(AfterUnknown unknown, boolean again) {
        Outcome outcome = decide(0, FailureClass.UNKNOWN, unknown);

        assertThat(outcome instanceof Outcome.Retry).isEqualTo(again);
    }

    @Test
    void whatIsParkedSaysThatItMayHaveArrived() {
        Failure failure =
                decide(0, FailureClass.UNKNOWN, AfterUnknown.PARK).failed().orElseThrow();

        assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        assertThat(failure.reason()).isEqualTo("it may have been delivered: no answer");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, true", "TRANSIENT, true", "RATE_LIMITED, false", "PERMANENT, true"})
    void retryOnceEndsWithTheSecondTryUnlessThatOneWasPutOff(FailureClass failure, boolean dead) {
        Outcome outcome = decide(1, failure, AfterUnknown.RETRY_ONCE);

        assertThat(outcome instanceof Outcome.Dead).isEqualTo(dead);
    }

    @Test
    void whatDiedAfterAnUnansweredTrySaysThatThisOneMayHaveArrived() {
        Failure failure = decide(1, FailureClass.TRANSIENT, AfterUnknown.RETRY_ONCE)
                .failed()
                .orElseThrow();

        assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        assertThat(failure.reason()).isEqualTo("an earlier try may have been delivered: no answer");
    }

    @Test
    void whatRanOutOfTimeSaysHowOftenAndHowLongItWasTried() {
        Failure failure = AfterFailure.decide(
                        delivery(0),
                        Failure.answered(FailureClass.TRANSIENT, 503, "HTTP 503", Optional.empty()),
                        AfterUnknown.RETRY,
                        SCHEDULE,
                        NOW.plus(Duration.ofHours(24)))
                .failed()
                .orElseThrow();

        assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(failure.statusCode()).contains(503);
        assertThat(failure.reason()).isEqualTo("given up after 1 try in 24 h (retryFor 24 h): HTTP 503");
    }

    @ParameterizedTest
    @EnumSource(AfterUnknown.class)
    void whatWasNeverLeftWithoutAnAnswerIsSent(AfterUnknown unknown) {
        assertThat(AfterFailure.beforeSending(delivery(0), unknown)).isEmpty();
    }

    @Test
    void whatADeadHubMayHaveSentIsNotSentAgainWhereADuplicateWouldBeWorse() {
        Outcome outcome =
                AfterFailure.beforeSending(delivery(1), AfterUnknown.PARK).orElseThrow();

        assertThat(outcome.failed().orElseThrow().reason()).contains("it may have been delivered");
        assertThat(AfterFailure.beforeSending(delivery(1), AfterUnknown.RETRY_ONCE))
                .isEmpty();
        assertThat(AfterFailure.beforeSending(delivery(2), AfterUnknown.RETRY_ONCE))
                .isPresent();
    }

    /** Whatever mixture of failures and dying hubs: retry-once sends a second time at most, park never. */
    @Property
    void noPolicySendsMoreOftenWithoutAnAnswerThanItSays(
            @ForAll AfterUnknown unknown, @ForAll @IntRange(min = 0, max = 20) int unanswered) {
        boolean sent = AfterFailure.beforeSending(delivery(unanswered), unknown).isEmpty();

        int most = unknown == AfterUnknown.PARK ? 0 : unknown == AfterUnknown.RETRY_ONCE ? 1 : 20;
        assertThat(sent).isEqualTo(unanswered <= most);
    }

    private static Outcome decide(long unanswered, FailureClass failure, AfterUnknown unknown) {
        return AfterFailure.decide(
                delivery(unanswered),
                new Failure(failure, "no answer", Optional.empty(), Optional.of(Duration.ofSeconds(1))),
                unknown,
                SCHEDULE,
                NOW);
    }

    private static Delivery delivery(long unanswered) {
        return new Delivery(
                "dlv_1",
                "ntc_1",
                "evt_1",
                "disk",
                "inc_1",
                1,
                1,
                "ops",
                "",
                "",
                NOW,
                NOW,
                unanswered + 1,
                unanswered + 1,
                "{}",
                "",
                "",
                unanswered > 0,
                unanswered,
                0);
    }
}
