package io.tocsin.files;

/**
 * Where something is written, so that a fault that shows later can be told with its line.
 *
 * @param file the file's path as the user would type it
 * @param line the 1-based line
 */
public record Origin(String file, int line) {

    /** A finding at this line. */
    public Finding finding(String found, String expected, String fix) {
        return new Finding(file, line, found, expected, fix);
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
