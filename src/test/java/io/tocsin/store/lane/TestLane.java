package io.tocsin.store.lane;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** What tests make lanes of. */
public final class TestLane {

    private TestLane() {}

    /** A lane whose rows may wait for ten seconds. */
    public static LaneSettings settings(String name, Depth depth, InstantSource clock) {
        return new LaneSettings(
                name,
                depth,
                new HeldSize(Long.MAX_VALUE),
                Optional.of(Duration.ofSeconds(10)),
                new Lanes(),
                clock,
                LaneMeter.NONE,
                failure -> false);
    }

    /** A lane that claims nothing, keeps no claims, and works at once, in the thread that hands over. */
    public static <T> Lane<T> of(String name, int capacity, LaneWork<T> work) {
        return of(name, new Depth(1, capacity), work, Runnable::run);
    }

    /** A lane that keeps no claims. */
    public static <T> Lane<T> of(String name, Depth depth, LaneWork<T> work, Executor executor) {
        return new Lane<>(
                settings(name, depth, InstantSource.system()),
                work,
                executor,
                UnaryOperator.identity(),
                Optional.empty());
    }

    /**
     * Work whose rows are nowhere due.
     *
     * @param gate how many more may be claimed
     */
    public static <T> LaneWork<T> work(int gate, Function<T, CompletableFuture<?>> work) {
        return new NothingDue<>() {
            @Override
            public CompletableFuture<?> work(T row) {
                return work.apply(row);
            }

            @Override
            public int gate() {
                return gate;
            }
        };
    }

    /** Work of which nothing is due in any store. */
    public abstract static class NothingDue<T> implements LaneWork<T> {
        @Override
        public CompletableFuture<?> claim(Asked<T> asked) {
            return CompletableFuture.failedFuture(new IllegalStateException("nothing is claimed here"));
        }

        @Override
        public CompletableFuture<?> giveBack(List<T> rows) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void giveBack(Handle tx, List<T> rows) {}
    }
}
