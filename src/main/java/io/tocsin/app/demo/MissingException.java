package io.tocsin.app.demo;

/** Something that a step of the tour waited for did not come. The message says what. */
final class MissingException extends Exception {

    private static final long serialVersionUID = 1L;

    MissingException(String what) {
        super(what);
    }
}
