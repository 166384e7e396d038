package io.tocsin.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a source asks for by itself, again and again, as the timer of its route ticks: one round at a time, on which nobody waits, and after
 * one that failed none for a while. Safe for use by many threads.
 */
public final class Rounds {

    /** The one that is on its way; another start of the route has another one. */
    private final AtomicReference<CompletableFuture<Void>> current = new AtomicReference<>();

    private volatile long notBefore = System.nanoTime();
    private volatile int failures;
    private volatile String trouble = "";

    /** As if there had been none. */
    public void start() {
        failures = 0;
        trouble = "";
        notBefore = System.nanoTime();
    }

    /** What is on its way is over, and what comes of it is nobody's. */
    public void stop() {
        CompletableFuture<Void> last = current.getAndSet(null);
        if (last != null) {
            last.cancel(false);
        }
    }

    /** Whether the time has come for one, and none is on its way. */
    public boolean isDue() {
        return current.get() == null && System.nanoTime() - notBefore >= 0;
    }

    /** Begins one, which is done once it is stopped; empty where another one is on its way. */
    public Optional<CompletableFuture<Void>> begin() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        return current.compareAndSet(null, mine) ? Optional.of(mine) : Optional.empty();
    }

    /** Ends it. @return whether it was not stopped meanwhile, so that what came of it counts */
    public boolean end(CompletableFuture<Void> mine) {
        return current.compareAndSet(mine, null);
    }

    /** One went well. @return whether the one before had failed */
    public boolean succeeded() {
        boolean isNews = failures > 0;
        failures = 0;
        trouble = "";
        return isNews;
    }

    /**
     * One failed.
     *
     * @param pause until the next one
     * @return whether the one before had not failed in the same way
     */
    public boolean failed(Throwable failure, Duration pause) {
        failures++;
        notBefore = System.nanoTime() + pause.toNanos();
        boolean isNews = !words(failure).equals(trouble);
        trouble = words(failure);
        return isNews;
    }

    /** How long the pause after the next failure is: twice as long after each in a row. @param most at most */
    public Duration pause(Duration first, Duration most) {
        Duration pause = first.multipliedBy(1L << Math.min(failures, 10));
        return pause.compareTo(most) > 0 ? most : pause;
    }

    /** Why the last one failed; empty where it did not. */
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(words -> !words.isEmpty());
    }

    /** Why one failed, for readers. */
    public static String words(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** What made it fail. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
