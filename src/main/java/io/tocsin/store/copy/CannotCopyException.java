package io.tocsin.store.copy;

/** A store cannot be copied; the message is for an operator. The target is as it was before. */
public final class CannotCopyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotCopyException(String message) {
        super(message);
    }
}
