package io.tocsin.app.demo;

/**
 * One thing that the tour shows.
 *
 * @param name in one line
 * @param act shows it, and fails if it did not happen
 */
record Step(String name, Act act) {

    /** Shows something. */
    @FunctionalInterface
    interface Act {
        /** @throws MissingException if what should have come did not */
        void on(Stage stage) throws MissingException;
    }
}
