package io.tocsin.pipeline.seen;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Remembers of each alert the state in which it was last seen, for the dedup window: the same state again within
 * it is a duplicate; another state is news at once and takes the old one's place, so that an alert which resolves and
 * fires again within the window is not lost.
 *
 * <p>Bounded, expiring and atomic. Camel's own {@code CaffeineIdempotentRepository} is none of these in 4.17.0. It is a
 * short cut only: after a restart it is empty, and the store, which knows all alerts, decides.
 */
public final class SeenAlerts extends ServiceSupport implements IdempotentRepository {

    /** The variable with the window of the alert at hand, a {@link Duration}. */
    public static final String WINDOW = "dedupWindow";

    private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    private final Cache<String, Seen> cache;

    private final Ticker ticker;

    /** The window begins when the state was first seen; seeing it again does not extend it. */
    private record Seen(String state, long untilNanos) {}

    /**
     * @param size how many alerts are remembered
     * @param ticker the time
     */
    public SeenAlerts(long size, Ticker ticker) {
        this.ticker = ticker;
        this.cache = Caffeine.newBuilder()
                .maximumSize(size)
                .ticker(ticker)
                .expireAfter(Expiry.writing(
                        (String key, Seen seen) -> Duration.ofNanos(Math.max(0, seen.untilNanos - ticker.read()))))
                .build();
    }

    /**
     * The key of an alert in a state.
     *
     * @param alert which: all that makes another one the same
     * @param state what is no news the second time: the alert's status and severity; without a space
     */
    public static String key(String alert, String state) {
        return alert + " " + state;
    }

    @Override
    public boolean add(Exchange exchange, String key) {
        return add(key, ExchangeHelper.getVariable(exchange, WINDOW, Duration.class));
    }

    @Override
    public boolean add(String key) {
        return add(key, DEFAULT_WINDOW);
    }

    private boolean add(String key, Duration window) {
        Duration kept = window == null ? DEFAULT_WINDOW : window;
        long now = ticker.read();
        AtomicBoolean added = new AtomicBoolean();
        cache.asMap().compute(alert(key), (alert, seen) -> {
            boolean known = seen != null && seen.state.equals(state(key)) && seen.untilNanos - now > 0;
            added.set(!known);
            return known ? seen : new Seen(state(key), now + kept.toNanos());
        });
        return added.get();
    }

    @Override
    public boolean contains(String key) {
        Seen seen = cache.getIfPresent(alert(key));
        return seen != null && seen.state.equals(state(key));
    }

    @Override
    public boolean remove(String key) {
        return cache.asMap().computeIfPresent(alert(key), (alert, seen) -> seen.state.equals(state(key)) ? null : seen)
                == null;
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        cache.invalidateAll();
    }

    /** How many alerts are remembered now, expired ones not counted. */
    public long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    private static String alert(String key) {
        return key.substring(0, key.lastIndexOf(' '));
    }

    private static String state(String key) {
        return key.substring(key.lastIndexOf(' ') + 1);
    }
}
