package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    private final Pace pace = new Pace();

    @Test
    void whatWasDoneInTheLastSecondCountsAndInTheOneThatIsNotOverYet() {
        done(7, NOW);
        assertThat(pace.lately(NOW)).isEqualTo(7);
        done(2, NOW.plusSeconds(1));
        assertThat(pace.lately(NOW.plusMillis(1_999))).isEqualTo(7);
        assertThat(pace.lately(NOW.plusSeconds(2))).isEqualTo(2);
    }

    @Test
    void whatIsLongerAgoDoesNot() {
        done(7, NOW);
        assertThat(pace.lately(NOW.plus(Duration.ofHours(1)))).isZero();
    }

    @Test
    void aClockThatIsSetBackBeginsAnew() {
        done(7, NOW);
        assertThat(pace.lately(NOW.minusSeconds(60))).isZero();
        done(3, NOW.minusSeconds(60));
        assertThat(pace.lately(NOW.minusSeconds(60))).isEqualTo(3);
    }

    private void done(int rows, Instant at) {
        for (int i = 0; i < rows; i++) {
            pace.count(at);
        }
    }
}
