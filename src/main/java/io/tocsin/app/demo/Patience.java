package io.tocsin.app.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for conditions, none of them longer than a limit.
 *
 * @param limit how long at most
 */
record Patience(Duration limit) {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * Waits until there is a value.
     *
     * @param what it is, for the message if it does not come
     */
    <T> T await(String what, Supplier<Optional<T>> value) throws MissingException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                throw new MissingException(what + " did not come within " + limit.toMillis() / 1_000.0 + " s");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Waits until it holds. */
    void until(String what, BooleanSupplier holds) throws MissingException {
        await(what, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
