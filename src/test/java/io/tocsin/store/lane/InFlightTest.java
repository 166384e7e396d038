package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final List<Runnable> ends = new ArrayList<>();
    private final InFlight inFlight = new InFlight(2, Runnable::run);

    private void begin(int times) {
        for (int i = 0; i < times; i++) {
            inFlight.execute(() -> ends.add(inFlight.goesOn()));
        }
    }

    @Test
    void noMoreThanSoManyGoOnAndTheNextBeginsWhenOneIsOver() {
        begin(5);
        assertThat(ends).hasSize(2);
        ends.get(0).run();
        assertThat(ends).hasSize(3);
        ends.get(1).run();
        ends.get(2).run();
        assertThat(ends).hasSize(5);
    }

    @Test
    void whatSaysTwiceThatItIsOverCountsOnce() {
        begin(4);
        ends.get(0).run();
        ends.get(0).run();
        assertThat(ends).hasSize(3);
    }

    @Test
    void aTaskThatSaysNothingIsOverWithItsThread() {
        for (int i = 0; i < 5; i++) {
            inFlight.execute(() -> {});
        }
        begin(3);
        assertThat(ends).hasSize(2);
    }

    @Test
    void anEmptyOneStartsAgainAtOnce() {
        begin(2);
        ends.forEach(Runnable::run);
        begin(3);
        assertThat(ends).hasSize(4);
    }
}
