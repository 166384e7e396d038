package io.tocsin.source.proof;

/** What a proof demands of its settings. */
final class Settings {
    private Settings() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
