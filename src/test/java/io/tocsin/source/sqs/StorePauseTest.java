package io.tocsin.source.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StorePauseTest {
    private long now;
    private final StorePause pause = new StorePause(() -> now);

    @Test
    void aBatchThatFailsLengthensThePauseOnce() {
        for (int i = 0; i < 10; i++) {
            pause.failed();
        }
        assertThat(pause.isOn()).isTrue();
        seconds(1);
        assertThat(pause.isOn()).isFalse();
    }

    @Test
    void eachFurtherFailureDoublesItUpToHalfAMinute() {
        for (int expected : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            pause.failed();
            seconds(expected - 1);
            assertThat(pause.isOn()).as("%d s", expected).isTrue();
            seconds(1);
            assertThat(pause.isOn()).as("%d s", expected).isFalse();
        }
    }

    @Test
    void aSuccessAfterThePauseBeginsAnew() {
        pause.failed();
        seconds(1);
        pause.failed();
        seconds(2);
        pause.succeeded();
        pause.failed();
        seconds(1);
        assertThat(pause.isOn()).isFalse();
    }

    private void seconds(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
