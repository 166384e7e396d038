package io.tocsin.store.lane;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The places of a lane, and whether rows stand in the store that found none: so a lane claims where there is something to claim, and
 * gives no place away while older rows wait for one. Its lane's lock guards it.
 */
final class Places {

    /**
     * A claim that was asked for; it keeps its places until its end is known.
     *
     * @param room how many places
     * @param known how often the lane had been woken then
     */
    record Wish(int room, long known) {}

    private final Pace pace = new Pace();
    private boolean open;
    private boolean claiming;
    private boolean drained; // by the claim that is being committed
    private boolean backlog = true; // what the last run of the hub left behind
    private long wakes;
    private int taken;

    int taken() {
        return taken;
    }

    boolean isOpen() {
        return open;
    }

    void open() {
        open = true;
    }

    void close() {
        open = false;
    }

    /** Whether nothing is in hand any more, and nothing will be. */
    boolean isOver() {
        return !open && taken == 0;
    }

    /** There may be rows in the store that nobody counted: what became due by time, or what others wrote. */
    void wake() {
        backlog = true;
        wakes++;
    }

    /** There are rows in the store that were in hand. */
    void leave() {
        backlog = true;
    }

    /**
     * Takes a place for a row about to be written; a row that finds none will stand in the store.
     *
     * @param most how many may be taken
     * @param takes whether rows may be handed over, for reasons that are not the places'
     */
    boolean take(int most, BooleanSupplier takes) {
        if (!open || backlog || claiming && !drained || taken >= most || !takes.getAsBoolean()) {
            backlog = true;
            return false;
        }
        taken++;
        return true;
    }

    /**
     * Takes places for rows that stand in the store, where there are any and it is worth it.
     *
     * @param depth how many may be taken
     * @param gate how many more may be, for other reasons
     */
    Optional<Wish> wish(Depth depth, IntSupplier gate, Instant now) {
        if (!open || claiming || !backlog) {
            return Optional.empty();
        }
        int room = Math.min(depth.toClaim(taken, pace.lately(now)), gate.getAsInt());
        if (room <= 0) {
            return Optional.empty();
        }
        claiming = true;
        taken += room;
        return Optional.of(new Wish(room, wakes));
    }

    /**
     * The claim was made, and its transaction is still open.
     *
     * @param all whether it left nothing behind: what found no place until now is among its rows; but who woke the lane since it
     *     asked may know of more
     */
    void claimed(Wish wish, boolean all) {
        drained = all;
        backlog = !all || wakes > wish.known;
    }

    /** The transaction failed, and what it did is undone. */
    void undone() {
        drained = false;
        backlog = true;
    }

    /** The claim is over. @param rows how many of its places are taken by rows now */
    void over(Wish wish, int rows) {
        claiming = false;
        drained = false;
        taken -= wish.room - rows;
    }

    /** A place is free again. */
    void free() {
        taken--;
    }

    /** The same, since its row's work is done. */
    void done(Instant now) {
        pace.count(now);
        free();
    }
}
