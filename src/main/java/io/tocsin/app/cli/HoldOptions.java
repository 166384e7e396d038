package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Why alerts are hidden and who wants it: of silences and of windows. */
final class HoldOptions {

    @Option(names = "--comment", paramLabel = "TEXT", required = true, description = "Why.")
    private String comment;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Who wants it; without it whoever --as says.")
    private String author;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
    private String as;

    @Option(names = "--yes", description = "Also where it would hide everything.")
    private boolean yes;

    /** Says so in a body of a request. */
    ObjectNode addTo(ObjectNode body) {
        body.put("comment", comment).put("as", as).put("confirm", yes);
        return author.isEmpty() ? body : body.put("author", author);
    }
}
