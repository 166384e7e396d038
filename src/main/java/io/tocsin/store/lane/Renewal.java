package io.tocsin.store.lane;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * How a lane keeps the claims of what it has in hand, and gives them back.
 *
 * @param claim a row's claim
 * @param renew renews claims for another lease, and tells which of them still held
 * @param giveBack gives back rows that were not begun
 * @param giveBackIn the same, inside a transaction that does more
 * @param lease how long a claim holds that is not renewed
 * @param clock the hub's time
 * @param <T> a claimed row
 */
public record Renewal<T>(
        Function<T, Claim> claim,
        Function<List<Claim>, CompletableFuture<Set<Claim>>> renew,
        Function<List<Claims.NotBegun>, CompletableFuture<?>> giveBack,
        BiConsumer<Handle, List<Claims.NotBegun>> giveBackIn,
        Duration lease,
        InstantSource clock) {

    /** After so long a claim is renewed: twice more before it ends, should the store be away. */
    Duration every() {
        return lease.dividedBy(3);
    }

    /** What takes longer hangs, and is due again: no send is allowed that long. */
    Duration longest() {
        return lease.multipliedBy(12);
    }
}
