package io.tocsin.pipeline.simulate;

/** An entry of a file that says what happens is none. */
final class WrongEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The field in which it is wrong; empty for the entry as a whole. */
    final String field;

    final String found;
    final String expected;
    final String fix;

    WrongEntryException(String field, String found, String expected, String fix) {
        super("found " + found + "; expected " + expected + "; fix: " + fix);
        this.field = field;
        this.found = found;
        this.expected = expected;
        this.fix = fix;
    }
}
