package io.tocsin.store.sql;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * What became of a batch of rows that were to be removed.
 *
 * @param rows how many went
 * @param worked how long that kept the writer, without the flush
 */
public record Removed(int rows, Duration worked) {

    /** There was nothing to remove. */
    public static final Removed NOTHING = new Removed(0, Duration.ZERO);

    /** Removes rows within a transaction. @param batch removes them, and says how many there were */
    public static Removed timed(IntSupplier batch) {
        long begin = System.nanoTime();
        int rows = batch.getAsInt();
        return new Removed(rows, Duration.ofNanos(System.nanoTime() - begin));
    }
}
