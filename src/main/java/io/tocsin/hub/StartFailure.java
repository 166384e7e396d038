package io.tocsin.hub;

import io.tocsin.check.InvalidFileException;

/** Turns what Camel throws at a start into one line that an operator can act on. */
final class StartFailure {

    private StartFailure() {}

    static RuntimeException of(Exception thrown) {
        for (Throwable link = thrown; link != null; link = link.getCause()) {
            if (link instanceof CannotStartException
                    || link instanceof InvalidFileException
                    || link instanceof io.tocsin.http.CannotListenException) {
                return (RuntimeException) link;
            }
        }
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new CannotStartException(
                "The routes cannot start: " + thrown.getMessage() + " (" + root.getMessage() + ")", thrown);
    }
}
