package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** From when until when something counts that people say: a silence, or who is on call instead. */
final class TimesOptions {

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description =
                    "For how long: 30m, 2h, 7d; of one that is changed from now, or from its start if that is later.")
    private String length;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "In place of --for: until when, such as 2026-01-31T08:00:00Z.")
    private String until;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "From when on, such as 2026-01-31T06:00:00Z; without it from now, or as it was.")
    private String start;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * What was said, as fields of a request.
     *
     * @param from what the API calls the start
     * @param to what it calls the end
     * @throws ParameterException if the end is said in no way, or in two
     */
    ObjectNode required(String from, String to) {
        if (length == null && until == null) {
            throw oneWay();
        }
        return said(from, to);
    }

    /** The same where what is not said stays as it was. @throws ParameterException if the end is said in two ways */
    ObjectNode said(String from, String to) {
        if (length != null && until != null) {
            throw oneWay();
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        put(fields, "duration", length);
        put(fields, to, until);
        put(fields, from, start);
        return fields;
    }

    private ParameterException oneWay() {
        return new ParameterException(command.commandLine(), "Say until when in one way: --for 2h, or --until.");
    }

    private static void put(ObjectNode body, String field, String value) {
        if (value != null) {
            body.put(field, value);
        }
    }
}
