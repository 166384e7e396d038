package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;

/** The database was deleted or replaced under the running hub: what is committed to it is gone with the process. */
final class StoreLostException extends StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    StoreLostException(String what) {
        super(what
                + " while the hub runs, and what is written now would be lost: put it back, or restore a backup and start"
                + " the hub again");
    }

    static boolean isIn(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof StoreLostException) {
                return true;
            }
        }
        return false;
    }
}
