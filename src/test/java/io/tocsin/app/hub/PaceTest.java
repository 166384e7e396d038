package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void aBatchThatTakesLongIsFollowedBySmallerOnesUntilTheyTakeWhatTheyShould() {
        Pace pace = Pace.first();
        for (int i = 0; i < 10; i++) { // 50 us a row
            pace = pace.after(pace.rows(), Duration.ofNanos(pace.rows() * 50_000L), Duration.ZERO);
        }
        assertThat(pace.rows()).isEqualTo(80);
    }

    @Test
    void oneThatTakesNoTimeGrowsToTheMost() {
        Pace pace = Pace.first();
        for (int i = 0; i < 10; i++) {
            pace = pace.after(pace.rows(), Duration.ofNanos(pace.rows() * 1_000L), Duration.ZERO);
        }
        assertThat(pace.rows()).isEqualTo(Pace.MOST);
    }

    @Test
    void itRestsTwiceAsLongAsItWorksAndNeverForLong() {
        assertThat(Pace.first().rest()).isZero();
        assertThat(Pace.first().after(100, Duration.ofMillis(6), Duration.ZERO).rest())
                .isEqualTo(Duration.ofMillis(12));
        assertThat(Pace.first().after(100, Duration.ofSeconds(5), Duration.ZERO).rest())
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void oneSlowFlushHalvesABatchAndNoMore() {
        assertThat(new Pace(200, Duration.ZERO)
                        .after(200, Duration.ofSeconds(1), Duration.ZERO)
                        .rows())
                .isEqualTo(100);
        assertThat(new Pace(60, Duration.ZERO)
                        .after(60, Duration.ofSeconds(1), Duration.ZERO)
                        .rows())
                .isEqualTo(Pace.FEWEST);
    }

    @Test
    void aSweepThatFallsBehindRestsLessAndOneFarBehindNotAtAll() {
        Duration work = Duration.ofMillis(6);
        assertThat(Pace.first().after(100, work, Duration.ofSeconds(61)).rest()).isEqualTo(Duration.ofMillis(3));
        assertThat(Pace.first().after(100, work, Duration.ofMinutes(11)).rest()).isZero();
    }
}
