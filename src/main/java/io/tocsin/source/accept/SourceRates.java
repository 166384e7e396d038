package io.tocsin.source.accept;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One {@link TokenBucket} per source. Sources that went quiet are forgotten: their buckets were full again anyway. */
final class SourceRates {
    private static final int MOST_SOURCES = 10_000;

    private final double rate;
    private final LoadingCache<String, TokenBucket> buckets;

    /** @param rate requests a second per source, 0 for no limit; @param burst most requests at once */
    SourceRates(double rate, double burst, LongSupplier nanos) {
        this.rate = rate;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_SOURCES)
                .expireAfterAccess(Duration.ofHours(1))
                .build(source -> new TokenBucket(rate, burst, nanos));
    }

    /** Returns 0 if the source may go on, else the seconds it should wait. */
    long take(String source) {
        return rate <= 0 ? 0 : buckets.get(source).take();
    }
}
