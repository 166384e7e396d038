package io.tocsin.app.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which entries of a list: those that fit everything that is said. */
final class ListOptions {

    @Option(names = "--source", paramLabel = "NAME", defaultValue = "", description = "Those of this source.")
    private String source;

    @Option(
            names = "--severity",
            paramLabel = "WORD",
            defaultValue = "",
            description = "critical, high, medium, low or info.")
    private String severity;

    @Option(names = "--receiver", paramLabel = "NAME", defaultValue = "", description = "Those sent to this receiver.")
    private String receiver;

    @Option(names = "--rule", paramLabel = "NAME", defaultValue = "", description = "Those that this rule matched.")
    private String rule;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those with this in the title, in any case.")
    private String text;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those since then: " + TimeBack.FORM + ".")
    private Instant since;

    @Mixin
    private PageOptions page;

    /** Everything that was said, under the API's names. */
    Map<String, String> said() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("source", source);
        all.put("severity", severity);
        all.put("receiver", receiver);
        all.put("rule", rule);
        all.put("text", text);
        all.put("since", since == null ? "" : since.toString());
        page.addTo(all);
        return all;
    }
}
