package io.tocsin.model.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.question.Brief.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What AWS CodePipeline says of manual approvals: that one is waited for, that one is over, and what an execution runs.
 *
 * @see CodePipelineEvents
 */
public sealed interface Approval {

    /** What all that is known of executions is kept within: executions of one account and region. */
    record Place(String account, String region, String pipeline) {}

    /**
     * An action waits for an approval.
     *
     * @param place where
     * @param stage of the pipeline
     * @param action of the stage
     * @param key tells this approval from all others, in each repeat of the event
     * @param execution the pipeline's execution; empty where the sender does not say (SNS)
     * @param actionExecution the action's; empty likewise
     * @param token what the answer needs; empty where the sender does not say (EventBridge), and it is looked up with the answer
     * @param expires when CodePipeline stops waiting; empty where the sender does not say
     * @param text what whoever made the pipeline wrote for those who approve; may be empty
     * @param links where to look
     */
    record Awaited(
            Place place,
            String stage,
            String action,
            String key,
            Optional<String> execution,
            Optional<String> actionExecution,
            Optional<String> token,
            Optional<Instant> expires,
            String text,
            List<Link> links)
            implements Approval {

        /** How long CodePipeline waits by default: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html. */
        private static final Duration WAITS = Duration.ofDays(7);

        private static final String SOURCE = "aws.codepipeline";

        /** Freezes the list. */
        public Awaited {
            links = List.copyOf(links);
        }

        /** What patterns of entries ask: {@code source} and {@code labels}. */
        public JsonNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("source", SOURCE);
            labels(Optional.empty()).forEach(json.putObject("labels")::put);
            return json;
        }

        /** Of all questions about it only one is open. */
        public String subject() {
            return String.join("/", SOURCE, place.account, place.region, place.pipeline, stage, action);
        }

        private Map<String, String> labels(Optional<Run> run) {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("pipeline", place.pipeline);
            labels.put("stage", stage);
            labels.put("action", action);
            run.ifPresent(known -> {
                put(labels, "revision", known.revision);
                put(labels, "change", known.summary);
                put(labels, "started_by", String.join(", ", known.pushedBy));
            });
            put(labels, "account", place.account);
            put(labels, "region", place.region);
            execution.ifPresent(id -> labels.put("execution", id));
            return labels;
        }

        private static void put(Map<String, String> labels, String name, String value) {
            if (!value.isEmpty()) {
                labels.put(name, value);
            }
        }

        /**
         * The question that an entry makes of it.
         *
         * @param id the hub's id of it
         * @param entry whose pattern fits
         * @param run what is known of its execution
         * @param now when it is asked
         */
        public Question question(String id, QuestionEntry entry, Optional<Run> run, Instant now) {
            Instant ends = expires.orElse(now.plus(WAITS));
            Instant until = entry.within()
                    .map(now::plus)
                    .filter(sooner -> sooner.isBefore(ends))
                    .orElse(ends);
            return new Question(
                    id,
                    entry.name(),
                    new Brief(
                            "Approval of " + place.pipeline + ": " + stage + " / " + action,
                            words(entry, run),
                            entry.severity(),
                            labels(run),
                            links(run)),
                    new Terms(
                            entry.by(),
                            entry.notWhoPushed(),
                            run.map(Run::pushedBy).orElse(List.of()),
                            entry.approvals(),
                            until),
                    entry.answerTo(),
                    consequence(),
                    now,
                    Standing.OPEN,
                    Question.Telling.NONE,
                    "",
                    Optional.empty());
        }

        private String words(QuestionEntry entry, Optional<Run> run) {
            List<String> words = new ArrayList<>();
            words.add(entry.description());
            words.add(text);
            if (entry.notWhoPushed() && run.map(Run::pushedBy).orElse(List.of()).isEmpty()) {
                words.add("Who started it is not known, so that nobody is kept from answering for that.");
            }
            words.removeIf(String::isEmpty);
            return String.join("\n", words);
        }

        private List<Link> links(Optional<Run> run) {
            List<Link> all = new ArrayList<>();
            run.map(Run::url).filter(url -> !url.isEmpty()).ifPresent(url -> all.add(new Link("Revision", url)));
            all.addAll(links);
            return all;
        }

        /** As {@code routes/channels/codepipeline-approval.jq} reads it. */
        private ObjectNode consequence() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("provider", "codepipeline")
                    .put("region", place.region)
                    .put("pipeline", place.pipeline)
                    .put("stage", stage)
                    .put("action", action);
            execution.ifPresent(id -> json.put("execution", id));
            actionExecution.ifPresent(id -> json.put("actionExecution", id));
            token.ifPresent(one -> json.put("token", one));
            return json;
        }
    }

    /**
     * An approval is over, whoever answered it.
     *
     * @param execution the pipeline's execution
     * @param key as {@link Awaited} has it
     * @param words what became of it, for readers
     */
    record Over(String execution, String key, String words) implements Approval {}

    /**
     * A pipeline's execution is over, and with it what it waited for.
     *
     * @param execution the pipeline's execution
     * @param words what became of it, for readers
     */
    record Ended(String execution, String words) implements Approval {}

    /**
     * What an execution runs, as far as an event says it.
     *
     * @param execution the pipeline's execution
     * @param revision of the source; may be empty, as all of these
     * @param summary what changed, in a line
     * @param url where that is to be seen
     * @param pushedBy who caused it: names and addresses
     */
    record Run(String execution, String revision, String summary, String url, List<String> pushedBy)
            implements Approval {

        /** Freezes the list. */
        public Run {
            pushedBy = List.copyOf(pushedBy);
        }

        /** With what another event said of it; what this one says counts. */
        public Run and(Run other) {
            return new Run(
                    execution,
                    revision.isEmpty() ? other.revision : revision,
                    revision.isEmpty() ? other.summary : summary,
                    revision.isEmpty() ? other.url : url,
                    pushedBy.isEmpty() ? other.pushedBy : pushedBy);
        }
    }
}
