package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private long now;

    @Test
    void aBurstPassesThenTheRateRules() {
        TokenBucket bucket = new TokenBucket(0.5, 3, () -> now);

        assertThat(new long[] {bucket.take(), bucket.take(), bucket.take()}).containsOnly(0);
        assertThat(bucket.take()).isEqualTo(2);

        now += TimeUnit.SECONDS.toNanos(2);
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isEqualTo(2);
    }

    @Test
    void aLongQuietTimeGivesNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(100, 2, () -> now);
        now += TimeUnit.DAYS.toNanos(1);

        assertThat(new long[] {bucket.take(), bucket.take()}).containsOnly(0);
        assertThat(bucket.take()).isEqualTo(1);
    }
}
