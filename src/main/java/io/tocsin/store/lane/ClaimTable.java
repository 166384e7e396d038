package io.tocsin.store.lane;

/**
 * How the rows of one table wait: what {@link Claims} has to know of it, in SQL that every store reads. The table has the
 * columns {@code id}, {@code due_at} (of a claimed row the end of its lease), {@code owner} and {@code fence}.
 */
public interface ClaimTable {

    /** Its name. */
    String name();

    /** Which of its rows are not settled: a condition, the one of the index over {@code due_at}. */
    default String pending() {
        return "state = 'pending'";
    }

    /** Which of those that are pending wait for a while, and not for a time of the clock: these move when the clock is set. */
    default String putOff() {
        return pending();
    }

    /** Which of the due ones go first. */
    default String order() {
        return "due_at, id";
    }

    /** What a claim reads of a row; {@code id} and {@link #tries()} are among it. */
    default String columns() {
        return "*";
    }

    /** The column that counts claims; beyond what its lane allows a row is dead at the claim. */
    default String tries() {
        return "attempt";
    }

    /**
     * When the first row of each lane is due: SQL with the columns {@code lane} and {@code due}, which may be null, that asks an
     * index for its first entries and counts nothing.
     */
    String earliest();

    /** What a claim changes beside owner, fence, due time and count: assignments, each after a comma. */
    default String atClaim() {
        return "";
    }

    /** What changes back where a claimed row is given back whose work has not begun: assignments, each after a comma. */
    default String atGiveBack() {
        return "";
    }

    /** What changes where a claim is taken from an owner that is gone: assignments, each after a comma. */
    default String abandoned() {
        return "";
    }
}
