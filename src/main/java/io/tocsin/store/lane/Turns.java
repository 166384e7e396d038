package io.tocsin.store.lane;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets work that is done side by side end in the order in which it was begun: a firing alert and the resolved one after it
 * may be looked at by two threads, but must be decided one after the other. No thread waits for its turn. In which order ends
 * are over is another matter: what must be committed in order is settled by {@code InOrder}.
 */
final class Turns {
    private static final CompletableFuture<?> OVER = CompletableFuture.completedFuture(null);

    private final ThreadLocal<Turn> mine = new ThreadLocal<>();
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private boolean ending;

    private static final class Turn {
        /** Gives what the turns after it wait for; null until its task knows. */
        private Supplier<CompletableFuture<?>> end;
    }

    /** Gives a task its turn, behind all that got theirs before; whoever asks for it has to run it. */
    Runnable of(Runnable task) {
        Turn turn = new Turn();
        synchronized (this) {
            waiting.add(turn);
        }
        return () -> {
            mine.set(turn);
            try {
                task.run();
            } finally {
                mine.remove();
                decide(turn, () -> OVER);
            }
        };
    }

    /** Begins the end of the task at hand as soon as all tasks before it have begun theirs, or need none. */
    <R> CompletableFuture<R> end(Supplier<CompletableFuture<R>> end) {
        CompletableFuture<R> ended = new CompletableFuture<>();
        decide(mine.get(), () -> {
            begin(end, ended);
            return OVER;
        });
        return ended;
    }

    /** The same, and the tasks after it begin their ends only when this one's is over: it takes several steps. */
    <R> CompletableFuture<R> endAlone(Supplier<CompletableFuture<R>> end) {
        CompletableFuture<R> ended = new CompletableFuture<>();
        decide(mine.get(), () -> {
            begin(end, ended);
            return ended;
        });
        return ended;
    }

    /** Whatever it throws is its own failure: the turns after it go on. */
    private static <R> void begin(Supplier<CompletableFuture<R>> end, CompletableFuture<R> ended) {
        try {
            end.get().whenComplete((result, failure) -> {
                if (failure == null) {
                    ended.complete(result);
                } else {
                    ended.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    private void decide(Turn turn, Supplier<CompletableFuture<?>> end) {
        synchronized (this) {
            if (turn.end == null) {
                turn.end = end;
            }
            if (ending) {
                return; // whoever is at it comes to this one too
            }
            ending = true;
        }
        go();
    }

    private void go() {
        for (Supplier<CompletableFuture<?>> next = next(); next != null; next = next()) {
            CompletableFuture<?> over = next.get();
            if (!over.isDone()) {
                over.whenComplete((result, failure) -> go()); // until then it goes on being at it
                return;
            }
        }
    }

    private synchronized Supplier<CompletableFuture<?>> next() {
        Turn head = waiting.peek();
        if (head == null || head.end == null) {
            ending = false;
            return null;
        }
        return waiting.remove().end;
    }
}
