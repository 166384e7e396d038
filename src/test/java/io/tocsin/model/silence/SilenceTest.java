package io.tocsin.model.silence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static final Instant TEN = Instant.parse("2026-11-29T10:00:00Z");

    /** One that lasts from a time for two hours, made at ten. */
    private static Silence from(Instant start) {
        Scope scope = Scope.of(List.of(new Matcher("service", Matcher.Operator.EQUAL, "shop")));
        return new Silence("sil_1", scope, start, TEN.plus(Duration.ofHours(2)), "ann", "", TEN);
    }

    @Test
    void whatBeganWhenItWasMadeGoesOnThoughTheClockWasSetBack() {
        Silence now = from(TEN);

        assertThat(now.state(TEN)).isEqualTo(Silence.State.ACTIVE);
        assertThat(now.state(TEN.minus(Duration.ofHours(1)))).isEqualTo(Silence.State.ACTIVE);
        assertThat(now.state(TEN.plus(Duration.ofHours(2)))).isEqualTo(Silence.State.EXPIRED);
    }

    @Test
    void whatBeginsLaterDoesSoByTheClock() {
        Silence later = from(TEN.plus(Duration.ofHours(1)));

        assertThat(later.state(TEN)).isEqualTo(Silence.State.PENDING);
        assertThat(later.state(TEN.minus(Duration.ofHours(1)))).isEqualTo(Silence.State.PENDING);
        assertThat(later.state(TEN.plus(Duration.ofHours(1)))).isEqualTo(Silence.State.ACTIVE);
    }

    @Test
    void whoLooksAtTimesBeforeItWasMadeFindsItBeginWhenItSays() {
        Silences past = Silences.of(List.of(from(TEN))).inHindsight();

        assertThat(past.find("sil_1").orElseThrow().state(TEN.minusMillis(1))).isEqualTo(Silence.State.PENDING);
        assertThat(past.find("sil_1").orElseThrow().state(TEN)).isEqualTo(Silence.State.ACTIVE);
    }
}
