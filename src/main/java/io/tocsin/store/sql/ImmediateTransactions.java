package io.tocsin.store.sql;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Transactions of the one writer of a SQLite file, by {@code BEGIN IMMEDIATE} and {@code COMMIT} as SQLite has them, for one thread. JDBC has
 * no begin, so its driver begins the next transaction with each commit, which is ended then with nothing in it.
 */
final class ImmediateTransactions implements TransactionHandler {
    private static final String BEGIN = "BEGIN IMMEDIATE";
    private static final String COMMIT = "COMMIT";
    private static final String ROLLBACK = "ROLLBACK";

    private boolean open;

    @Override
    public void begin(Handle handle) {
        try {
            run(handle, BEGIN);
        } catch (TransactionException refused) {
            endUnended(handle, refused);
            run(handle, BEGIN);
        }
        open = true;
    }

    /** Where an earlier one could not be rolled back it is still there, and would be in the way for ever. */
    private void endUnended(Handle handle, TransactionException refused) {
        try {
            run(handle, ROLLBACK);
        } catch (TransactionException none) {
            throw refused;
        }
    }

    @Override
    public void commit(Handle handle) {
        open = false;
        run(handle, COMMIT);
    }

    /** Fails where SQLite has rolled it back by itself; then nothing is left of it, either. */
    @Override
    public void rollback(Handle handle) {
        open = false;
        forgetStatements(handle);
        run(handle, ROLLBACK);
    }

    private static void forgetStatements(Handle handle) {
        if (handle.getStatementBuilder() instanceof KeptConnection kept) {
            try {
                kept.forget();
            } catch (SQLException e) {
                throw new TransactionException("statements of a failed transaction could not be closed", e);
            }
        }
    }

    @Override
    public boolean isInTransaction(Handle handle) {
        return open;
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> work) throws X {
        R result;
        try {
            handle.begin();
            result = work.withHandle(handle);
            handle.commit();
        } catch (Throwable failure) {
            try {
                handle.rollback();
            } catch (RuntimeException none) {
                failure.addSuppressed(none);
            }
            throw failure;
        }
        return result;
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> work) throws X {
        return inTransaction(handle, work); // there is one level, the highest
    }

    @Override
    public void savepoint(Handle handle, String name) {
        throw new UnsupportedOperationException("a change is committed as a whole");
    }

    @Override
    public void rollbackToSavepoint(Handle handle, String name) {
        throw new UnsupportedOperationException("a change is committed as a whole");
    }

    @Override
    public void releaseSavepoint(Handle handle, String name) {
        throw new UnsupportedOperationException("a change is committed as a whole");
    }

    private static void run(Handle handle, String sql) {
        try {
            Statements.of(handle).execute(sql);
        } catch (StatementFailedException e) {
            throw new TransactionException(sql + " failed", e);
        }
    }
}
