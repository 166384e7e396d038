package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How data is printed. */
final class OutputOptions {

    /** The forms that there are. */
    enum Format {
        TABLE,
        JSON,
        YAML;

        @Override
        public String toString() { // as people type it
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}: for people, or whole, for programs (${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--json", description = "The same as --output json.")
    private boolean json;

    @Mixin
    private ColorOption color = new ColorOption();

    /** What prints data for a person. */
    interface Text {
        /** @param out a {@link Terminal}, for tables and colours that fit it */
        void print(PrintWriter out);
    }

    /** Prints the data whole, or as text, as the user asked. Neither form lets through what steers a terminal or is not seen. */
    void print(PrintWriter out, JsonNode data, Text text) {
        switch (format()) {
            case JSON -> out.println(TerminalText.json(data));
            case YAML -> out.print(DataText.yaml(data));
            case TABLE -> {
                Terminal terminal = Terminal.of(out).with(color.when());
                text.print(terminal);
                terminal.flush();
            }
        }
    }

    /** An object with one long list, which is printed as it comes; for programs alone. */
    StreamedList list(PrintWriter out, String name) {
        return new StreamedList(out, format() == Format.YAML, name);
    }

    /** Whether a person reads it. */
    boolean isForPeople() {
        return format() == Format.TABLE;
    }

    private Format format() {
        return json ? Format.JSON : format;
    }
}
