package io.tocsin.files.secret;

/**
 * What stands behind a function's name in a placeholder.
 *
 * @param name of the secret
 * @param otherwise the default; null where none is given, as Camel wants it
 */
record Given(String name, String otherwise) {

    /** {@code name} or {@code name:default}. */
    static Given read(String remainder) {
        int colon = remainder.indexOf(':');
        return colon < 0
                ? new Given(remainder.strip(), null)
                : new Given(remainder.substring(0, colon).strip(), remainder.substring(colon + 1));
    }
}
