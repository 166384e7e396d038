package io.tocsin.net.server;

/** The hub can't have the address it was told to listen at. The message is one line for an operator. */
public class CannotListenException extends RuntimeException {

    /** @param message address, reason, and what to do */
    public CannotListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
