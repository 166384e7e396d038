package io.tocsin.pipeline.seen;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Knows of each alert in which state the store decided it last, and until when the same again tells nobody: the idempotent
 * consumer's repository.
 *
 * <p>It only looks. What it knows is {@linkplain #put put} after the commit, with the end that the store gave; what it says counts
 * only where the store agrees in the commit of the repeat. So it may forget, be too small or be empty after a restart: the store
 * decides the same without it, with more work.
 *
 * <p>Bounded and expiring. Camel's own {@code CaffeineIdempotentRepository} is neither in 4.17.0.
 */
public final class SeenAlerts extends ServiceSupport implements IdempotentRepository {

    /** The exchange property with what was found, a {@link SeenAlert}; absent where the alert is news. */
    public static final String FOUND = "tocsin.seen";

    private final Cache<String, Entry> cache;
    private final InstantSource clock;

    private record Entry(String state, SeenAlert seen) {}

    /**
     * @param size how many alerts are remembered; 0 for none
     * @param clock the store's time
     */
    public SeenAlerts(long size, InstantSource clock) {
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfter(Expiry.writing((String alert, Entry entry) -> left(entry, clock.instant())))
                .build();
    }

    private static Duration left(Entry entry, Instant now) {
        Duration left = Duration.between(now, entry.seen.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * The key of an alert in a state.
     *
     * @param alert which: all that makes another one the same
     * @param state what is no news the second time, and all that this rests on: status, severity, the rules that matched and
     *     their version; without a space
     */
    public static String key(String alert, String state) {
        return alert + " " + state;
    }

    /** Whether an alert in this state is news; if not, the exchange is given what is known of it. Remembers nothing. */
    @Override
    public boolean add(Exchange exchange, String key) {
        SeenAlert found = find(key);
        if (found == null) {
            exchange.removeProperty(FOUND);
        } else {
            exchange.setProperty(FOUND, found);
        }
        return found == null;
    }

    @Override
    public boolean add(String key) {
        return !contains(key);
    }

    @Override
    public boolean contains(String key) {
        return find(key) != null;
    }

    private SeenAlert find(String key) {
        Entry entry = cache.getIfPresent(alert(key));
        return entry != null
                        && entry.state.equals(state(key))
                        && clock.instant().isBefore(entry.seen.until())
                ? entry.seen
                : null;
    }

    /** Remembers what was committed of an alert in this state, in place of its earlier one. */
    public void put(String key, SeenAlert seen) {
        cache.put(alert(key), new Entry(state(key), seen));
    }

    /** Nothing to take back: what is not committed was never added. */
    @Override
    public boolean remove(String key) {
        return true;
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
