package io.tocsin.store.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionHandler;

/** All that differs between the databases that can hold the store. */
public interface Dialect {

    /**
     * Looks whether the database can be used, before any pool is made of it.
     *
     * @throws RuntimeException if not; {@link #explain} says why
     */
    void prepare();

    /** Whether its connections can break while nobody uses them, and whether another hub may have it. */
    boolean isRemote();

    /** A pool of exactly one connection, for the committer. */
    DataSource writer();

    /** Opens a connection. */
    @FunctionalInterface
    interface Opening {
        /** @throws SQLException if it can't be opened */
        void open() throws SQLException;
    }

    /**
     * Opens the first connection that writes, at a start; may wait for a while, and says so in the log, until what an earlier run of the hub
     * left behind is gone.
     *
     * @throws SQLException if it can't be opened, or another hub is in the way
     */
    default void openFirst(Opening opening) throws SQLException {
        opening.open();
    }

    /** A pool of connections that only read. */
    DataSource readers();

    /** Connections of a command that looks into a store which may be in use: they write nothing, and make none where there is none. */
    DataSource onlooker();

    /** How the writer's transactions begin and end; asked once for each store. */
    TransactionHandler transactions();

    /** Connections for bringing the schema up to date, as many as that needs; closed by whoever asked, if it can be. */
    DataSource schema();

    /** Where the migrations of this database stand, as Flyway writes it, commas between. */
    String migrations();

    /** Appended to the inner select of a claim, so that hubs that share the store do not wait for each other. */
    String skipLocked();

    /** Appended to a read of what the same transaction then changes, so that no other hub changes it in between. */
    String forUpdate();

    /** Appended to such a read of several rows, after its conditions: they are held in the order of a column, as every hub holds them. */
    default String held(String column) {
        return forUpdate().isEmpty() ? "" : " ORDER BY " + column + " " + forUpdate();
    }

    /** Appended to a read of what a decision goes by, so that no other hub changes or removes it before that is committed. */
    default String forShare() {
        return forUpdate().isEmpty() ? "" : "FOR SHARE";
    }

    /**
     * Whether a transaction failed because of what another hub did at the same time, so that the same may succeed at once: a
     * conflict, two that wait for each other.
     */
    boolean isAgain(Throwable failure);

    /**
     * Whether a transaction failed because a row stays locked, by somebody who is no hub since hubs' transactions are short: only what
     * needs that row has to wait.
     */
    default boolean isHeldUp(Throwable failure) {
        return false;
    }

    /** Has this transaction wait for locked rows for no longer than this. */
    default void waitForLocks(Handle tx, Duration most) {}

    /**
     * Whether a transaction failed because the store is away (locked, full, not readable) and not because of what was in
     * it, so that nothing else would succeed either.
     */
    boolean isAway(Throwable failure);

    /** The same of a read. */
    default boolean isAwayForReaders(Throwable failure) {
        return isAway(failure);
    }

    /**
     * What became of the database while it was in use, deleted or replaced say, so that what is committed to it is lost; empty
     * where all is well. Cheap: it is asked at every commit.
     */
    Optional<String> lost();

    /**
     * Why the store cannot be opened, in one line that says what to do.
     *
     * @return empty where the failure has nothing to do with the store
     */
    Optional<String> explain(Throwable failure);

    /** How the database itself fares; empty where there is nothing that could go wrong by itself. */
    List<StoreFigure> figures(Handle tx);

    /** For how long a transaction is waited for; empty for as long as it takes. */
    Optional<Patience> patience();

    /** Which clock is the store's. */
    StoreClock clock(InstantSource own);
}
