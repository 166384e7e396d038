package io.tocsin.app.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** Whether what is shown has colours. */
final class ColorOption {

    /** When there are colours. */
    enum When {
        AUTO,
        ALWAYS,
        NEVER;

        @Override
        public String toString() { // as people type it
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its name. */
    static final String NAME = "--color";

    @Option(
            names = NAME,
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Colours: ${COMPLETION-CANDIDATES}; auto is on a terminal, unless NO_COLOR is set"
                    + " (${DEFAULT-VALUE}).")
    private When when = When.AUTO;

    /** When. */
    When when() {
        return when;
    }
}
