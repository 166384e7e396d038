package io.tocsin.store.sql;

import java.sql.SQLException;

/** A statement of the store failed; why is its cause. */
final class StatementFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StatementFailedException(String sql, SQLException cause) {
        super(cause.getMessage() + " [" + sql.strip() + "]", cause);
    }
}
