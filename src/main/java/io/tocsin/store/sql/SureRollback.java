package io.tocsin.store.sql;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * Transactions whose rollback always ends. What can't be rolled back has lost its connection, or the database undid it by itself:
 * nothing of it is on disk, and who took something outside the store, a place in a lane say, has to hear that. Jdbi would tell
 * nobody where the rollback itself fails.
 */
final class SureRollback extends DelegatingTransactionHandler {

    SureRollback(TransactionHandler of) {
        super(of);
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new SureRollback(getDelegate().specialize(handle));
    }

    @Override
    public void rollback(Handle handle) {
        try {
            super.rollback(handle);
        } catch (RuntimeException gone) {
            // The failure that led here is told; the next transaction ends what is left of this one.
        }
    }
}
