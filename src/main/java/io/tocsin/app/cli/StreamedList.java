package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** An object with one list, as JSON or YAML, written entry by entry, so that it may be of any length. */
final class StreamedList {

    private final PrintWriter out;
    private final boolean yaml;
    private final String name;
    private boolean begun;

    /** @param name the list's */
    StreamedList(PrintWriter out, boolean yaml, String name) {
        this.out = out;
        this.yaml = yaml;
        this.name = name;
    }

    /** Writes an entry. */
    void add(JsonNode entry) {
        if (yaml) {
            out.print((begun ? "" : name + ":\n")
                    + DataText.yaml(JsonNodeFactory.instance.arrayNode().add(entry)));
        } else {
            out.print((begun ? ",\n" : "{\"" + name + "\": [\n") + TerminalText.escaped(entry.toString()));
        }
        begun = true;
    }

    /** Ends the list. @param more what the object has beside it */
    void end(ObjectNode more) {
        if (yaml) {
            out.print((begun ? "" : name + ": []\n") + (more.isEmpty() ? "" : DataText.yaml(more)));
        } else {
            out.print(begun ? "\n]" : "{\"" + name + "\": []");
            more.properties()
                    .forEach(field -> out.print(",\n\"" + field.getKey() + "\": "
                            + TerminalText.escaped(field.getValue().toString())));
            out.println("}");
        }
        out.flush();
    }
}
