package io.tocsin.store.sql;

/** A database that would lose what it said it has. The message is for an operator. */
final class UnsafeStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsafeStoreException(String message) {
        super(message);
    }
}
