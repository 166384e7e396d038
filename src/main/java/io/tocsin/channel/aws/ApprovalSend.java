package io.tocsin.channel.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.aws.access.AwsSettings;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.SendRefusedException;
import io.tocsin.model.question.Approval.Place;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Tells CodePipeline what people answered to a manual approval. The body is {@code {region, pipelineName, stageName, actionName, token,
 * executionId, actionExecutionId, question, status, summary, tried}}; without a token it is looked up. CodePipeline takes one result of an
 * approval: where it says that it has one, the summary tells whether that is this one, told by a try whose answer was lost.
 *
 * @see <a href="https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html">PutApprovalResult</a>
 * @see <a href="https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html">GetPipelineState</a>
 */
public final class ApprovalSend extends AwsSend {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REFUSED = 400;

    private static final Map<String, String> GONE = Map.of(
            "PipelineNotFoundException", "there is no such pipeline any more",
            "StageNotFoundException", "the pipeline has no such stage any more",
            "ActionNotFoundException", "the stage has no such action any more");

    private static final Map<String, String> OVER = Map.of(
            "ApprovalAlreadyCompletedException",
            "it was answered before, in CodePipeline itself",
            "InvalidApprovalTokenException",
            "the approval does not wait any more: it was answered in CodePipeline itself or is too old, or a newer execution waits in its place");

    /** What an action is once it was answered so. */
    private static final Map<String, String> RESULTS = Map.of("Approved", "Succeeded", "Rejected", "Failed");

    private static final String MAY_BE_OURS = "; an earlier try may have been taken";

    private final AwsJson codePipeline;
    private final String region;

    /**
     * A sender with connections of its own.
     *
     * @param settings as {@link SesSend} takes them; without {@code region} it is the question's
     * @throws IllegalArgumentException with the settings that contradict one another
     */
    public ApprovalSend(String settings) {
        AwsSettings aws = AwsSettings.of(settings);
        this.codePipeline = own(new AwsJson("codepipeline", "CodePipeline_20150709", aws));
        this.region = aws.value("region");
    }

    @Override
    String send(Exchange exchange) throws IOException, SendRefusedException {
        AwsRequest wanted = AwsRequest.of(exchange);
        if (wanted.text("refused") != null) {
            throw refused(wanted.text("refused"));
        }
        if (!Place.isRegion(Optional.ofNullable(wanted.text("region")).orElse(""))) {
            throw refused("the approval's region is none of AWS's");
        }
        if (!region.isEmpty() && !region.equals(wanted.text("region"))) {
            throw refused("the approval is in " + wanted.text("region") + ", and this receiver answers in " + region);
        }
        Optional<String> token = Optional.ofNullable(wanted.text("token"));
        if (token.isEmpty()) {
            At at = at(wanted);
            if (isOurs(wanted, at.action)) {
                return "told before";
            }
            refuseAnother(wanted, at);
            token = Optional.of(token(wanted, at.action));
        }
        try {
            JsonNode answer =
                    codePipeline.call(wanted.text("region"), "PutApprovalResult", result(wanted, token.get()));
            return "CodePipeline took it, " + answer.path("approvedAt").asText("no time told");
        } catch (AwsServiceException answered) {
            return judged(wanted, answered);
        }
    }

    private static ObjectNode result(AwsRequest wanted, String token) {
        ObjectNode input = JSON.createObjectNode()
                .put("pipelineName", wanted.text("pipelineName"))
                .put("stageName", wanted.text("stageName"))
                .put("actionName", wanted.text("actionName"))
                .put("token", token);
        input.putObject("result").put("status", wanted.text("status")).put("summary", wanted.text("summary"));
        return input;
    }

    private String judged(AwsRequest wanted, AwsServiceException answered) throws IOException, SendRefusedException {
        String code = answered.awsErrorDetails().errorCode();
        if (!OVER.containsKey(code)) {
            throw goneOr(answered);
        }
        Optional<At> at = stateIfAllowed(wanted);
        JsonNode action = at.map(At::action).orElse(MissingNode.getInstance());
        if (isOurs(wanted, action)) {
            return "CodePipeline had taken it at an earlier try";
        }
        if (at.isPresent() && wanted.text("executionId") != null) {
            refuseAnother(wanted, at.get());
        }
        boolean mayBeOurs = at.isEmpty() && isRepeated(wanted);
        throw refused(OVER.get(code) + by(action) + " (" + code + ")" + (mayBeOurs ? MAY_BE_OURS : ""));
    }

    /** What CodePipeline answered; refused for good where what was asked about is not there any more. */
    private static AwsServiceException goneOr(AwsServiceException answered) throws SendRefusedException {
        String code = answered.awsErrorDetails().errorCode();
        if (GONE.containsKey(code)) {
            throw refused(GONE.get(code) + " (" + code + ")");
        }
        return answered;
    }

    private static boolean isRepeated(AwsRequest wanted) {
        return "true".equals(wanted.text("tried"));
    }

    /** The action as it stands; nothing where the keys may answer and not look. */
    private Optional<At> stateIfAllowed(AwsRequest wanted) throws IOException, SendRefusedException {
        try {
            return Optional.of(at(wanted));
        } catch (AwsServiceException answered) {
            if (answered.awsErrorDetails().errorCode().startsWith("AccessDenied")) {
                return Optional.empty();
            }
            throw answered;
        }
    }

    /** An action as it stands. @param run the execution that its stage is at; empty where that is not said */
    private record At(JsonNode action, String run) {}

    private At at(AwsRequest wanted) throws IOException, SendRefusedException {
        JsonNode state;
        try {
            state = codePipeline.call(
                    wanted.text("region"),
                    "GetPipelineState",
                    JSON.createObjectNode().put("name", wanted.text("pipelineName")));
        } catch (AwsServiceException answered) {
            throw goneOr(answered);
        }
        JsonNode stage = named(state.path("stageStates"), "stageName", wanted.text("stageName"));
        JsonNode action = named(stage.path("actionStates"), "actionName", wanted.text("actionName"));
        if (action.isMissingNode()) {
            throw refused("the pipeline has no such stage or action any more");
        }
        return new At(
                action.path("latestExecution"),
                stage.at("/latestExecution/pipelineExecutionId").asText(""));
    }

    /** A token that is found by the action's name alone could be another execution's: it counts where the ids say that it is not. */
    private static void refuseAnother(AwsRequest wanted, At at) throws SendRefusedException {
        String own = at.action.path("actionExecutionId").asText("");
        String run = at.run;
        boolean byAction = wanted.text("actionExecutionId") != null && !own.isEmpty();
        boolean byRun = wanted.text("executionId") != null && !run.isEmpty();
        if (!byAction && !byRun) {
            if (at.action.path("token").asText("").isEmpty()) {
                return; // there is nothing to take
            }
            throw refused(
                    "CodePipeline does not say at which execution the action is, so that it could be another one");
        }
        if (byAction ? !own.equals(wanted.text("actionExecutionId")) : !run.equals(wanted.text("executionId"))) {
            throw refused("the execution was superseded: the action is at another one"
                    + (run.isEmpty() || run.equals(wanted.text("executionId")) ? "" : ", " + run)
                    + (isRepeated(wanted) ? MAY_BE_OURS : ""));
        }
    }

    private static JsonNode named(JsonNode list, String field, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(one -> one.path(field).asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** By the summary, which whoever answers in the console may have copied, and the result. */
    private static boolean isOurs(AwsRequest wanted, JsonNode action) {
        return action.path("summary").asText("").contains(wanted.text("question"))
                && action.path("status").asText("").equals(RESULTS.get(wanted.text("status")));
    }

    private static String token(AwsRequest wanted, JsonNode action) throws SendRefusedException {
        String token = action.path("token").asText("");
        if (!token.isEmpty()) {
            return token;
        }
        String status = action.path("status").asText("");
        if (status.isEmpty() || status.equals("InProgress")) {
            throw refused("CodePipeline tells no token for it, as of pipelines of the mode PARALLEL: answer it in the"
                    + " console, and have these notified through SNS, which tells it");
        }
        throw refused("it was answered before, in CodePipeline itself" + by(action) + ": it is " + status);
    }

    private static String by(JsonNode action) {
        String by = action.path("lastUpdatedBy").asText("");
        String summary = action.path("summary").asText("");
        return (by.isEmpty() ? "" : " by " + by) + (summary.isEmpty() ? "" : ", who wrote: " + summary);
    }

    private static SendRefusedException refused(String why) {
        return new SendRefusedException(Failure.answered(FailureClass.PERMANENT, REFUSED, why, Optional.empty()));
    }
}
