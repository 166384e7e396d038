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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What AWS CodePipeline says of manual approvals: that one is waited for, that one is over, and what an execution runs.
 *
 * @see CodePipelineEvents
 */
public sealed interface Approval {

    /** The pipeline's execution that it is about; empty where the sender does not say (SNS). */
    Optional<String> ofExecution();

    /** What all that is known of executions is kept within: executions of one account and region. */
    record Place(String account, String region, String pipeline) {

        private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d{1,2}");
        private static final int LONGEST_REGION = 32;

        /** Whether a text has the form of a region's name: it becomes a part of host names, and comes from whoever sends events. */
        public static boolean isRegion(String text) {
            return text.length() <= LONGEST_REGION && REGION.matcher(text).matches();
        }
    }

    /**
     * An action waits for an approval.
     *
     * @param place where
     * @param stage of the pipeline
     * @param action of the stage
     * @param key tells this approval from all others, in each repeat of the event
     * @param at when the action began to wait; empty where the sender does not say (SNS)
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
            Optional<Instant> at,
            Optional<String> execution,
            Optional<String> actionExecution,
            Optional<String> token,
            Optional<Instant> expires,
            String text,
            List<Link> links)
            implements Approval {

        /** How long CodePipeline waits by default: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html. */
        private static final Duration WAITS = Duration.ofDays(7);

        /** The longest that it can be told to wait, https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codepipeline_actions.ManualApprovalActionProps.html. */
        private static final Duration LONGEST = Duration.ofDays(60);

        private static final String SOURCE = "aws.codepipeline";

        /** Freezes the list. */
        public Awaited {
            links = List.copyOf(links);
        }

        @Override
        public Optional<String> ofExecution() {
            return execution;
        }

        /** What patterns of entries ask: {@code source} and {@code labels}. */
        public JsonNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("source", SOURCE);
            labels(Optional.empty()).forEach(json.putObject("labels")::put);
            return json;
        }

        /** The action: of all questions about it that have no token of their own only one is open. */
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
                put(labels, Question.STARTED_BY, String.join(", ", known.pushedBy));
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
            Instant longest = now.plus(LONGEST);
            Instant ends =
                    expires.map(told -> told.isBefore(longest) ? told : longest).orElse(now.plus(WAITS));
            Instant until = entry.within()
                    .map(now::plus)
                    .filter(sooner -> sooner.isBefore(ends))
                    .orElse(ends);
            return new Question(
                    id,
                    entry.name(),
                    new Brief(
                            "Approval of " + place.pipeline + ": " + stage + " / " + action,
                            words(entry),
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

        private String words(QuestionEntry entry) {
            return Stream.of(entry.description(), text)
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining("\n"));
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
     * An approval is over, whoever answered it, or a pipeline's execution is, and with it what it waited for.
     *
     * @param execution the pipeline's execution
     * @param key as {@link Awaited} has it; empty where all of the execution is over
     * @param at since when; empty where the sender does not say
     * @param words what became of it, for readers
     */
    record Over(String execution, Optional<String> key, Optional<Instant> at, String words) implements Approval {

        @Override
        public Optional<String> ofExecution() {
            return Optional.of(execution);
        }
    }

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

        /** Nothing is known of it yet. */
        public static Run of(String execution) {
            return new Run(execution, "", "", "", List.of());
        }

        @Override
        public Optional<String> ofExecution() {
            return Optional.of(execution);
        }

        /** With what another event said of it: all whom any of them names, and of the rest what this one says. */
        public Run and(Run other) {
            return new Run(
                    execution,
                    revision.isEmpty() ? other.revision : revision,
                    revision.isEmpty() ? other.summary : summary,
                    revision.isEmpty() ? other.url : url,
                    Stream.concat(other.pushedBy.stream(), pushedBy.stream())
                            .distinct()
                            .toList());
        }
    }
}
