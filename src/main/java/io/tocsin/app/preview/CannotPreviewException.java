package io.tocsin.app.preview;

/** There is nothing to show; the message says why, and what to do, in lines for an operator. */
public final class CannotPreviewException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message why, and what to do */
    public CannotPreviewException(String message) {
        super(message);
    }
}
