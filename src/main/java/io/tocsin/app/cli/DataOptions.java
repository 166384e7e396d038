package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Mixin;

/** What every command has in common that asks a running hub for data: settings, connection, form of the output. */
final class DataOptions extends HubOptions {

    @Mixin
    private OutputOptions output;

    /** Prints an answer of the hub. */
    void print(JsonNode answer, OutputOptions.Text text) {
        output.print(out(), answer, text);
    }

    /** An object with one long list, which is printed as it comes; for programs alone. */
    StreamedList list(String name) {
        return output.list(out(), name);
    }

    boolean isForPeople() {
        return output.isForPeople();
    }
}
