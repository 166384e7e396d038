package io.tocsin.store.sql;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;

/**
 * The time of a database server, which all hubs that share it go by: asked in each transaction, and between two of them told by
 * monotonic time since the last answer. A hub whose own clock is wrong, or is set, is as good as any other.
 */
final class ServerClock implements StoreClock, InstantSource {

    private static final String NOW = "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)";

    /** An answer that took longer may be as old as that, and the last one, told on by monotonic time, is better. */
    private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InstantSource own;
    private volatile Answer last;

    private record Answer(long millis, long nanos) {}

    /** @param own the time until the server is asked first */
    ServerClock(InstantSource own) {
        this.own = own;
    }

    @Override
    public Instant now(Handle tx) {
        long before = System.nanoTime();
        long millis =
                Statements.of(tx).list(NOW, values -> {}, row -> row.getLong(1)).get(0);
        long after = System.nanoTime();
        if (last == null || after - before < OLD_NANOS) {
            last = new Answer(millis, after);
        }
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public InstantSource outside(InstantSource ignored) {
        return this;
    }

    @Override
    public Instant instant() {
        Answer answer = last;
        return answer == null
                ? own.instant()
                : Instant.ofEpochMilli(answer.millis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - answer.nanos));
    }
}
