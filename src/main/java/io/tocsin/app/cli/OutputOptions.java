package io.tocsin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.util.Locale;
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

    /** What prints data for a person. */
    interface Text {
        void print(PrintWriter out);
    }

    /** Prints the data whole, or as text, as the user asked. Neither form lets through what steers a terminal or is not seen. */
    void print(PrintWriter out, JsonNode data, Text text) {
        if (json || format == Format.JSON) {
            out.println(TerminalText.json(data));
        } else if (format == Format.YAML) {
            out.print(TerminalText.escaped(yaml(data)));
        } else {
            text.print(out);
        }
    }

    /** Whether it is JSON, which can be written piece by piece. */
    boolean isJson() {
        return json || format == Format.JSON;
    }

    /** Whether a person reads it. */
    boolean isForPeople() {
        return !json && format == Format.TABLE;
    }

    private static String yaml(JsonNode data) {
        try {
            return YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .build()
                    .writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that cannot be written", e);
        }
    }
}
