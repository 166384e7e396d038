package io.tocsin.check;

/**
 * One thing wrong in a file that a user edits, told so that it can be mended without reading code.
 *
 * @param file path as the user would type it
 * @param line 1-based line, or 0 where no line can be named
 * @param found what stands there
 * @param expected what would be right
 * @param mend what to do
 */
public record Finding(String file, int line, String found, String expected, String mend) {

    /** {@code file:line: found X; expected Y; fix: Z}, one line. */
    @Override
    public String toString() {
        return (line > 0 ? file + ":" + line : file) + ": found " + found + "; expected " + expected + "; fix: " + mend;
    }
}
