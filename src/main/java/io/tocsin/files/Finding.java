package io.tocsin.files;

/**
 * One thing wrong in a file that a user edits, said so that it can be fixed without reading code.
 *
 * @param file path as the user would type it
 * @param line 1-based line, or 0 where no line can be named
 * @param found what stands there
 * @param expected what would be right
 * @param fix what to do
 */
public record Finding(String file, int line, String found, String expected, String fix) {

    /** {@code file:line: found X; expected Y; fix: Z}, one line. */
    @Override
    public String toString() {
        return (line > 0 ? file + ":" + line : file) + ": found " + found + "; expected " + expected + "; fix: " + fix;
    }
}
