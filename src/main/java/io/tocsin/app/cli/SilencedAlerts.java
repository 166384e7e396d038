package io.tocsin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which alerts a silence hides: matchers of labels, or an event pattern. */
final class SilencedAlerts {

    @Parameters(
            arity = "0..*",
            paramLabel = "MATCHER",
            description = "Conditions on labels that must all fit: name=value, name!=value, name=~regex, name!~regex.")
    private List<String> matchers = List.of();

    @Option(
            names = "--pattern",
            paramLabel = "JSON",
            description =
                    "In place of matchers: an event pattern as rules have it, such as '{\"source\": [\"backup\"]}'.")
    private String pattern;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** A body of a request that says so. */
    ObjectNode body(ObjectMapper json) {
        return body(json, matchers, pattern, command);
    }

    /**
     * The same of what another command was told.
     *
     * @param pattern null where none was said
     */
    static ObjectNode body(ObjectMapper json, List<String> matchers, String pattern, CommandSpec command) {
        if ((pattern == null) == matchers.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "Say which alerts in one way: by matchers (env=test), or by --pattern.");
        }
        ObjectNode body = json.createObjectNode();
        if (pattern == null) {
            matchers.forEach(body.withArray("matchers")::add);
            return body;
        }
        try {
            body.set("pattern", json.readTree(pattern));
            return body;
        } catch (JsonProcessingException e) {
            throw new ParameterException(command.commandLine(), "--pattern is not JSON: " + e.getOriginalMessage());
        }
    }
}
