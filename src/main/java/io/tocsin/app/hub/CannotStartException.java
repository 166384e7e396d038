package io.tocsin.app.hub;

/** The hub cannot start, for a reason that one line tells an operator. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is in the way and what to do */
    public CannotStartException(String message) {
        super(message);
    }

    /**
     * @param message what is in the way and what to do
     * @param cause for the log
     */
    public CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
