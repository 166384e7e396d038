package io.tocsin.store.lane;

/**
 * How many rows a lane may have in hand.
 *
 * @param concurrency how many are worked on at once
 * @param capacity how many may be claimed in any case, waiting or being worked on
 * @param held how many may be in hand where they will not wait for long; no fewer than {@code capacity}
 */
public record Depth(int concurrency, int capacity, int held) {

    /** A lane that has no more in hand than it may claim. */
    public Depth(int concurrency, int capacity) {
        this(concurrency, capacity, capacity);
    }

    /**
     * One in which all begin soon: half of it is for what is claimed, so that what is written meanwhile is handed over.
     *
     * @param capacity how many rows may be in hand at once, at least {@code concurrency}
     */
    public static Depth of(int concurrency, int capacity) {
        return new Depth(concurrency, Math.max(concurrency, capacity / 2), capacity);
    }

    /**
     * How many rows to claim: as many as the lane did lately, since those will not wait for long; and none before there is room for
     * a good part of that, so that a claim is worth its commit.
     *
     * @param inHand how many there are
     * @param lately how many it did in the last second
     */
    int toClaim(int inHand, int lately) {
        int most = Math.max(capacity, Math.min(held, lately));
        int least = Math.max(1, (most - concurrency) / 2);
        int room = most - inHand;
        return room < least ? 0 : room;
    }
}
