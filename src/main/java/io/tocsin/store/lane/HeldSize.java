package io.tocsin.store.lane;

import java.util.concurrent.atomic.AtomicLong;

/** How large the rows are, all together, that lanes which share this have in hand: so memory bounds them, and not their number alone. */
public final class HeldSize {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most characters of all rows together; one row is taken all the same, however large */
    public HeldSize(long most) {
        this.most = most;
    }

    /** How much may be added; 0 while there is no room. */
    public long left() {
        return Math.max(0, most - held.get());
    }

    /** Whether anything may be added. */
    public boolean hasRoom() {
        return left() > 0;
    }

    void add(long size) {
        held.addAndGet(size);
    }

    void remove(long size) {
        held.addAndGet(-size);
    }
}
