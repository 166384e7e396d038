package io.tocsin.model.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tocsin.model.question.Approval.Awaited;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Approval.Place;
import io.tocsin.model.question.Approval.Run;
import io.tocsin.model.question.Brief.Link;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what CodePipeline says of approvals: the notification of a manual approval action through SNS, and the events of EventBridge.
 *
 * @see <a href="https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-json-format.html">The notification</a>
 * @see <a href="https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html">The events</a>
 */
public final class CodePipelineEvents {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACTION = "CodePipeline Action Execution State Change";
    private static final String PIPELINE = "CodePipeline Pipeline Execution State Change";
    private static final String STARTED = "STARTED";

    /** Those of a pipeline's execution after which nobody waits for an answer any more. */
    private static final Map<String, String> ENDS = Map.of(
            "SUPERSEDED", "a newer execution of the pipeline went on in its place",
            "STOPPED", "the execution was stopped",
            "CANCELED", "the execution was canceled",
            "FAILED", "the execution failed",
            "SUCCEEDED", "the execution has gone on");

    private static final Map<String, String> OUTCOMES = Map.of(
            "SUCCEEDED", "it was approved in CodePipeline",
            "FAILED", "it was rejected in CodePipeline, or nobody answered there in time",
            "ABANDONED", "the action was abandoned",
            "CANCELED", "the action was canceled");

    private static final int LONGEST = 300;

    /** The longest names, tokens and comments that CodePipeline has: PutApprovalResult and the action's configuration say so. */
    private static final int NAME = 100;

    private static final int TOKEN = 200;
    private static final int COMMENT = 1_000;

    private CodePipelineEvents() {}

    /**
     * What a payload says of approvals.
     *
     * @param payload of an event
     * @param attributes that its source keeps, of which {@code sns-topic} tells the account
     * @return empty for all that is nothing of this, and for what CodePipeline would never say: regions that are none, texts longer than its limits
     */
    public static Optional<Approval> read(JsonNode payload, Map<String, String> attributes) {
        JsonNode approval = payload.path("approval");
        if (has(payload, "region") && has(approval, "pipelineName") && has(approval, "token")) {
            return Optional.of(notified(payload, approval, attributes.getOrDefault("sns-topic", "")))
                    .filter(CodePipelineEvents::isPossible)
                    .map(Approval.class::cast);
        }
        JsonNode detail = payload.path("detail");
        if (!payload.path("source").asText().equals("aws.codepipeline")
                || !isText(detail.path("execution-id").asText(""), NAME)) {
            return Optional.empty();
        }
        return switch (payload.path("detail-type").asText()) {
            case ACTION -> action(payload, detail);
            case PIPELINE -> pipeline(payload, detail);
            default -> Optional.empty();
        };
    }

    private static boolean has(JsonNode node, String field) {
        return node.path(field).isTextual() && !node.path(field).textValue().isEmpty();
    }

    private static boolean isPossible(Awaited awaited) {
        return Place.isRegion(awaited.place().region())
                && isText(awaited.place().pipeline(), NAME)
                && isText(awaited.stage(), NAME)
                && isText(awaited.action(), NAME)
                && (awaited.place().account().isEmpty()
                        || isText(awaited.place().account(), NAME))
                && awaited.actionExecution().filter(id -> !isText(id, NAME)).isEmpty()
                && awaited.token().filter(token -> !isText(token, TOKEN)).isEmpty()
                && (awaited.text().isEmpty() || isText(awaited.text().replaceAll("[\r\n\t]", " "), COMMENT));
    }

    private static boolean isText(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static Awaited notified(JsonNode payload, JsonNode approval, String topic) {
        String[] arn = topic.split(":", -1);
        List<Link> links = new ArrayList<>();
        link(links, "What is to be approved", approval.path("externalEntityLink"));
        link(links, "Approval in the AWS console", approval.path("approvalReviewLink"));
        link(links, "Pipeline in the AWS console", payload.path("consoleLink"));
        String token = approval.path("token").textValue();
        return new Awaited(
                new Place(
                        arn.length == 6 ? arn[4] : "",
                        payload.path("region").asText(),
                        approval.path("pipelineName").asText()),
                approval.path("stageName").asText(),
                approval.path("actionName").asText(),
                "token " + token,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(token),
                time(approval.path("expires").asText("")),
                approval.path("customData").asText(""),
                links);
    }

    private static void link(List<Link> links, String text, JsonNode href) {
        if (href.asText("").startsWith("https://") || href.asText("").startsWith("http://")) {
            links.add(new Link(text, href.asText()));
        }
    }

    /** CodePipeline leaves out the seconds. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<Approval> action(JsonNode payload, JsonNode detail) {
        String state = detail.path("state").asText();
        String execution = detail.path("execution-id").asText();
        return switch (detail.at("/type/category").asText()) {
            case "Approval" -> approval(payload, detail, state, execution);
            case "Source" ->
                state.equals("SUCCEEDED")
                        ? Optional.of(source(execution, detail.path("execution-result")))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Approval> approval(JsonNode payload, JsonNode detail, String state, String execution) {
        String stage = detail.path("stage").asText();
        String action = detail.path("action").asText();
        Optional<String> own =
                Optional.of(detail.path("action-execution-id").asText("")).filter(id -> !id.isEmpty());
        String key = "execution " + own.orElse(execution + "/" + stage + "/" + action);
        if (!state.equals(STARTED)) {
            return Optional.ofNullable(OUTCOMES.get(state))
                    .map(words -> new Over(execution, Optional.of(key), at(payload), words));
        }
        Place place = new Place(
                payload.path("account").asText(),
                payload.path("region").asText(),
                detail.path("pipeline").asText());
        return Optional.of(new Awaited(
                        place,
                        stage,
                        action,
                        key,
                        at(payload),
                        Optional.of(execution),
                        own,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        console(place, execution)))
                .filter(CodePipelineEvents::isPossible)
                .map(Approval.class::cast);
    }

    /** When it was so. */
    private static Optional<Instant> at(JsonNode payload) {
        return time(payload.path("time").asText(""));
    }

    /** China and GovCloud have consoles of their own. */
    private static List<Link> console(Place place, String execution) {
        String domain = place.region().startsWith("cn-")
                ? "amazonaws.cn"
                : place.region().startsWith("us-gov-") ? "amazonaws-us-gov.com" : "aws.amazon.com";
        return List.of(new Link(
                "Execution in the AWS console",
                "https://" + place.region() + ".console." + domain + "/codesuite/codepipeline/pipelines/"
                        + encoded(place.pipeline()) + "/executions/" + encoded(execution) + "/timeline?region="
                        + encoded(place.region())));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Connections write what changed as JSON: {@code {"ProviderType": "GitHub", "CommitMessage": "..."}}. */
    private static Run source(String execution, JsonNode result) {
        String summary = result.path("external-execution-summary").asText("");
        JsonNode said = object(summary);
        return new Run(
                execution,
                cut(result.path("external-execution-id").asText("")),
                cut(said.path("CommitMessage").asText(summary)),
                url(result.path("external-execution-url").asText("")),
                List.of());
    }

    private static JsonNode object(String text) {
        try {
            return text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
        } catch (JsonProcessingException none) {
            return MissingNode.getInstance();
        }
    }

    private static String url(String text) {
        return text.startsWith("https://") || text.startsWith("http://") ? text : "";
    }

    private static String cut(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }

    private static Optional<Approval> pipeline(JsonNode payload, JsonNode detail) {
        String execution = detail.path("execution-id").asText();
        String state = detail.path("state").asText();
        if (state.equals(STARTED)) {
            List<String> pushedBy = pushedBy(detail.path("execution-trigger"));
            return pushedBy.isEmpty() ? Optional.empty() : Optional.of(new Run(execution, "", "", "", pushedBy));
        }
        return Optional.ofNullable(ENDS.get(state))
                .map(words -> new Over(execution, Optional.empty(), at(payload), words));
    }

    /** Whoever started it by hand is an ARN: {@code arn:aws:sts::111122223333:assumed-role/Admin/ann@example.com}. */
    private static List<String> pushedBy(JsonNode trigger) {
        Set<String> names = new LinkedHashSet<>();
        Stream.of("author-email", "author-display-name", "author-id")
                .map(field -> trigger.path(field).asText(""))
                .forEach(names::add);
        String by = trigger.path("trigger-detail").asText("");
        if (by.matches("arn:[^:]+:(iam|sts)::.*")) {
            names.add(by.substring(by.lastIndexOf('/') + 1));
        }
        names.removeIf(String::isBlank);
        return names.stream().map(CodePipelineEvents::cut).toList();
    }
}
