package io.tocsin.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.channel.text.LimitViolation;
import io.tocsin.channel.text.MessageLimits;
import io.tocsin.files.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The documented limits of a channel's provider, where the channel has a file that says them: {@code
 * <channel>.schema.json}, or else one beside the last jq file that makes a body.
 *
 * @param message the file that lays the message out, for findings
 * @param schema the file with the limits
 * @param limits what it says
 */
record ChannelLimits(String message, Path schema, MessageLimits limits) {
    private static final String JQ = ".jq";
    private static final String SCHEMA = ".schema.json";

    /** @throws io.tocsin.files.InvalidFileException if the file with the limits is wrong */
    static Optional<ChannelLimits> of(RouteFiles files, RouteText channel) {
        List<String> makers = channel.from()
                .named("setBody")
                .flatMap(Place::all)
                .flatMap(place -> NamedFilesExist.file(place).stream())
                .filter(name -> name.endsWith(JQ))
                .toList();
        String own = "channels/" + channel.id() + JQ;
        return Stream.concat(Stream.of(own), reversed(makers))
                .filter(name -> files.find(schema(name)).isPresent())
                .findFirst()
                .map(name -> {
                    Path schema = files.find(schema(name)).orElseThrow();
                    String shown = files.find(name).map(Path::toString).orElse(name);
                    return new ChannelLimits(shown, schema, MessageLimits.of(schema));
                });
    }

    private static Stream<String> reversed(List<String> names) {
        return Stream.iterate(names.size() - 1, i -> i >= 0, i -> i - 1).map(names::get);
    }

    private static String schema(String jq) {
        return jq.substring(0, jq.length() - JQ.length()) + SCHEMA;
    }

    /** What the provider would refuse of what it would have been sent. */
    List<LimitViolation> check(List<TrialSend> sent) {
        return sent.stream()
                .flatMap(send -> limits.areOfCalls() ? Stream.of(send.call()) : send.measured().stream())
                .flatMap(body -> check(body).stream())
                .distinct()
                .toList();
    }

    private List<LimitViolation> check(Object body) {
        if (body instanceof JsonNode json) {
            return limits.check(json);
        }
        return limits.check(
                body instanceof byte[] bytes ? bytes : String.valueOf(body).getBytes(StandardCharsets.UTF_8));
    }

    Finding finding(LimitViolation violation, String sample) {
        String where = violation.where().isEmpty() ? "a message" : violation.where() + " in the message";
        return new Finding(
                message,
                0,
                where + " for " + sample + " that " + violation.found(),
                violation.limit() + (violation.page().isEmpty() ? "" : " (" + violation.page() + ")"),
                (violation.limit().startsWith("at most") ? "cut it (`cut(n)`, `cut_bytes(n)`, `.[0:n]`)" : "correct it")
                        + ", or correct " + schema);
    }
}
