package io.tocsin.pipeline.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.question.Approval.Run;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** What executions of pipelines run, as their events said it before anybody is asked. */
final class PipelineRuns {

    private static final String FIRST = """
            INSERT INTO pipeline_run (execution, source, content, seen_at) VALUES (?, ?, '{}', ?)
            ON CONFLICT (execution, source) DO NOTHING
            """;

    private static final String UPDATE =
            "UPDATE pipeline_run SET content = ?, seen_at = ? WHERE execution = ? AND source = ?";

    private static final String FIND =
            "SELECT execution, source, content FROM pipeline_run WHERE execution IN (<list>)";

    private PipelineRuns() {}

    /**
     * Adds what an event says to what others of its source said.
     *
     * @param source the hub's source that took it
     * @param hold holds the rows where other hubs may change them
     */
    static void add(Handle tx, ObjectMapper json, String source, Run run, String hold, Instant now) {
        Statements statements = Statements.of(tx);
        statements.each(FIRST, List.of(run), (values, one) -> values.text(one.execution())
                .text(source)
                .time(now));
        Run all = find(tx, json, run.execution(), source::equals, hold)
                .map(run::and)
                .orElse(run);
        statements.each(UPDATE, List.of(all), (values, one) -> values.text(JsonText.of(json, write(json, one)))
                .time(now)
                .text(one.execution())
                .text(source));
    }

    /** What is known of an execution. @param from which sources' word counts */
    static Optional<Run> find(Handle tx, ObjectMapper json, String execution, Predicate<String> from) {
        return find(tx, json, execution, from, " ORDER BY source");
    }

    private static Optional<Run> find(
            Handle tx, ObjectMapper json, String execution, Predicate<String> from, String order) {
        return Statements.of(tx)
                .among(
                        FIND + order,
                        List.of(execution),
                        row -> from.test(row.getString(2))
                                ? Optional.of(read(row.getString(1), JsonText.read(json, row.getString(3))))
                                : Optional.<Run>empty())
                .stream()
                .flatMap(Optional::stream)
                .reduce(Run::and);
    }

    private static ObjectNode write(ObjectMapper json, Run run) {
        ObjectNode node = json.createObjectNode()
                .put("revision", run.revision())
                .put("summary", run.summary())
                .put("url", run.url());
        run.pushedBy().forEach(node.putArray("pushedBy")::add);
        return node;
    }

    private static Run read(String execution, JsonNode content) {
        List<String> pushedBy = new ArrayList<>();
        content.path("pushedBy").forEach(name -> pushedBy.add(name.asText()));
        return new Run(
                execution,
                content.path("revision").asText(""),
                content.path("summary").asText(""),
                content.path("url").asText(""),
                pushedBy);
    }
}
