package io.tocsin.pipeline.simulate;

/**
 * An alert, for a reader.
 *
 * @param title one line
 * @param fingerprint what makes it the same again, within its identity
 */
public record AlertName(String title, String fingerprint) {

    /** Whether somebody who writes this means it. */
    boolean isMeantBy(String text) {
        return title.equals(text) || fingerprint.equals(text);
    }
}
