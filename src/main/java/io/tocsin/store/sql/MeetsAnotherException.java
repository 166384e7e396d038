package io.tocsin.store.sql;

import java.io.Serial;

/**
 * A transaction meets another hub's at a row for which it must not wait, since it holds rows that the other may wait for. It is made again
 * from its beginning.
 */
public final class MeetsAnotherException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param where what it met it at, in plain words */
    public MeetsAnotherException(String where) {
        super("another hub works on " + where);
    }

    static boolean isIn(Throwable failure) {
        return failure != null && (failure instanceof MeetsAnotherException || isIn(failure.getCause()));
    }
}
