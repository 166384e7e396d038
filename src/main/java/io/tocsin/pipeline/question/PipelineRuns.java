package io.tocsin.pipeline.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.question.Approval;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Approval.Run;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What executions of pipelines run and what of them is over, as their events said it before anybody is asked. */
final class PipelineRuns {

    private static final String FIRST = """
            INSERT INTO pipeline_run (execution, source, content, seen_at) VALUES (?, ?, '{}', ?)
            ON CONFLICT (execution, source) DO NOTHING
            """;

    private static final String UPDATE =
            "UPDATE pipeline_run SET content = ?, seen_at = ? WHERE execution = ? AND source = ?";

    private static final String FIND =
            "SELECT execution, source, content FROM pipeline_run WHERE execution IN (<list>)";

    /** Of one execution, the last: no more approvals than that are looked back at. */
    private static final int ENDS = 20;

    private PipelineRuns() {}

    /**
     * What is known of an execution.
     *
     * @param run what it runs
     * @param ends what of it is over, the last that was heard first: an end may come before its beginning
     */
    record Known(Run run, List<Over> ends) {

        private static Known of(Approval said) {
            if (said instanceof Over over) {
                return new Known(Run.of(over.execution()), List.of(over));
            }
            return new Known(
                    said instanceof Run run ? run : Run.of(said.ofExecution().orElseThrow()), List.of());
        }

        /** With what was known before, or elsewhere. */
        private Known and(Known other) {
            return new Known(
                    run.and(other.run),
                    Stream.concat(ends.stream(), other.ends.stream())
                            .distinct()
                            .limit(ENDS)
                            .toList());
        }
    }

    /**
     * Adds what an event says to what others of its source said. Its row is held until that is committed, also for what adds nothing: so a
     * beginning and its end that two hubs take at the same time come one after the other.
     *
     * @param source the hub's source that took it
     * @param said of an execution
     * @param hold holds the rows where other hubs may change them
     */
    static void add(Handle tx, ObjectMapper json, String source, Approval said, String hold, Instant now) {
        String execution = said.ofExecution().orElseThrow();
        Statements statements = Statements.of(tx);
        statements.each(FIRST, List.of(execution), (values, id) -> values.text(id)
                .text(source)
                .time(now));
        Known all = find(tx, json, execution, source::equals, hold)
                .map(Known.of(said)::and)
                .orElseGet(() -> Known.of(said));
        statements.each(UPDATE, List.of(all), (values, one) -> values.text(JsonText.of(json, write(json, one)))
                .time(now)
                .text(execution)
                .text(source));
    }

    /** What is known of an execution. @param from which sources' word counts */
    static Optional<Known> find(Handle tx, ObjectMapper json, String execution, Predicate<String> from) {
        return find(tx, json, execution, from, " ORDER BY source");
    }

    private static Optional<Known> find(
            Handle tx, ObjectMapper json, String execution, Predicate<String> from, String order) {
        return Statements.of(tx)
                .among(
                        FIND + order,
                        List.of(execution),
                        row -> from.test(row.getString(2))
                                ? Optional.of(read(row.getString(1), JsonText.read(json, row.getString(3))))
                                : Optional.<Known>empty())
                .stream()
                .flatMap(Optional::stream)
                .reduce(Known::and);
    }

    private static ObjectNode write(ObjectMapper json, Known known) {
        Run run = known.run;
        ObjectNode node = json.createObjectNode()
                .put("revision", run.revision())
                .put("summary", run.summary())
                .put("url", run.url());
        run.pushedBy().forEach(node.putArray("pushedBy")::add);
        ArrayNode ends = node.putArray("ends");
        known.ends.forEach(over -> {
            ObjectNode one = ends.addObject().put("words", over.words());
            over.key().ifPresent(key -> one.put("key", key));
            over.at().ifPresent(at -> one.put("at", at.toString()));
        });
        return node;
    }

    private static Known read(String execution, JsonNode content) {
        List<String> pushedBy = new ArrayList<>();
        content.path("pushedBy").forEach(name -> pushedBy.add(name.asText()));
        List<Over> ends = new ArrayList<>();
        content.path("ends")
                .forEach(one -> ends.add(new Over(
                        execution,
                        Optional.ofNullable(one.path("key").textValue()),
                        Optional.ofNullable(one.path("at").textValue()).map(Instant::parse),
                        one.path("words").asText())));
        return new Known(
                new Run(
                        execution,
                        content.path("revision").asText(""),
                        content.path("summary").asText(""),
                        content.path("url").asText(""),
                        pushedBy),
                ends);
    }
}
