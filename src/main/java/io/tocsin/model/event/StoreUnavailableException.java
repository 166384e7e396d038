package io.tocsin.model.event;

/** The store can't take an event now: it is down, full, or its queue is. The sender should come again later. */
public class StoreUnavailableException extends RuntimeException {

    /** @param message what is wrong, for the log; senders don't see it */
    public StoreUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, for the log; senders don't see it
     * @param cause why
     */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
