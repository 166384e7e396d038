package io.tocsin.model.silence;

/** A matcher that cannot be one; the message says what was found, what was expected and what to do. */
public final class InvalidScopeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, what was expected, and what to do; no full stop at its end */
    public InvalidScopeException(String message) {
        super(message);
    }
}
