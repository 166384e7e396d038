package io.tocsin.app.cli;

/** Somebody ended a command before it was done; the message says how far it came, and may be empty. */
final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CancelledException(String message) {
        super(message);
    }

    /** What the user is told. */
    String told() {
        return getMessage().isEmpty() ? "Cancelled" : "Cancelled: " + getMessage();
    }
}
