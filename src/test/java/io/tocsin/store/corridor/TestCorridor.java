package io.tocsin.store.corridor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.app.hub.ClaimedTables;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.lane.Lanes;
import io.tocsin.store.lane.Poller;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A corridor over a real SQLite file, with a clock that a test moves and lanes that a test adds. */
public final class TestCorridor implements AutoCloseable {

    public static final Instant START = Instant.parse("2026-08-20T10:00:00Z");
    public static final Duration LEASE = Duration.ofMinutes(2);

    public final SettableClock clock = new SettableClock(START);
    public final Lanes lanes = new Lanes();
    public final Store store;
    public final Corridor corridor;
    public final Poller poller;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    public TestCorridor(Path folder) {
        this(folder, "hub-1");
    }

    public TestCorridor(Path folder, String owner) {
        this(folder, owner, Duration.ofSeconds(1));
    }

    public TestCorridor(Path folder, String owner, Duration interval) {
        this(TestStores.at(folder.resolve("hub.db")), owner, interval);
    }

    public TestCorridor(Dialect dialect) {
        this(dialect, "hub-1", Duration.ofSeconds(1));
    }

    /** Over another store; looks for what is due at every interval, as a hub does. */
    public TestCorridor(Dialect dialect, String owner, Duration interval) {
        this.store = Store.open(dialect, clock);
        this.corridor = new Corridor(
                store,
                lanes,
                clock,
                Membership.alone(store, owner),
                LEASE,
                interval,
                timer,
                new ObjectMapper(),
                new SimpleMeterRegistry(),
                new Corridor.HubAddress("test", "http://localhost"));
        this.poller = new Poller(store, lanes, ClaimedTables.ALL);
        timer.scheduleWithFixedDelay(poller::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Applies one change and waits for the commit. */
    public <I, R> R commit(Change<I, R> change, I input) {
        return store.submit(change, input).join();
    }

    /** Rows as maps, for assertions. */
    public List<Map<String, Object>> rows(String sql) {
        return store.read(tx -> tx.createQuery(sql).mapToMap().list());
    }

    /** The first column of all rows, as text. */
    public List<String> column(String sql) {
        return store.read(tx -> tx.createQuery(sql).mapTo(String.class).list());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS); // a look that is under way needs the store
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
