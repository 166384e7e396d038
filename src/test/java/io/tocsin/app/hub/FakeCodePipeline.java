package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * CodePipeline as far as its approvals go, by its API reference: one approval of one action, which takes one result. It can be away, slow, or
 * take a result and never say so.
 */
final class FakeCodePipeline implements AutoCloseable {

    static final String TOKEN = "1a2b3c4d-573f-4ea7-a67e-000000000001";

    private static final String PUT = "CodePipeline_20150709.PutApprovalResult";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How it answers. */
    enum Mood {
        WELL,
        AWAY,
        THROTTLES,
        /** It takes the result, and its answer is lost. */
        TAKES_AND_FAILS,
        /** It never answers, and takes nothing. */
        HANGS
    }

    private final Sink sink = Sink.start();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    volatile Mood mood = Mood.WELL;
    volatile String token = TOKEN;
    volatile String actionExecution = "a-1";
    volatile String execution = "e-1";
    volatile boolean showsState = true;
    private volatile String status = "InProgress";
    private volatile String summary = "";

    FakeCodePipeline() {
        sink.answer(this::answer);
    }

    String url() {
        return sink.url().replaceFirst("/hook$", "");
    }

    /** The results that it took, one at most. */
    List<JsonNode> taken() {
        return taken;
    }

    /** How often it was called so. */
    long calls(String operation) {
        return sink.got().stream()
                .filter(got -> got.header("X-Amz-Target").endsWith("." + operation))
                .count();
    }

    /** The requests as they came. */
    List<Sink.Got> got() {
        return sink.got();
    }

    /** Somebody answers in the console. */
    void answeredInConsole() {
        answeredInConsole("Succeeded", "fine with me");
    }

    void answeredInConsole(String as, String words) {
        status = as;
        summary = words;
    }

    private Sink.Reply answer(Sink.Got request) {
        switch (mood) {
            case AWAY -> {
                return new Sink.Reply(503, "");
            }
            case THROTTLES -> {
                return error("ThrottlingException", "Rate exceeded");
            }
            case HANGS -> {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Sink.Reply(503, "");
            }
            default -> {
                if (request.header("X-Amz-Target").equals(PUT)) {
                    return put(TestHub.json(request.body()));
                }
                return showsState
                        ? new Sink.Reply(200, state().toString())
                        : error("AccessDeniedException", "not authorized to perform codepipeline:GetPipelineState");
            }
        }
    }

    /** It waits for another result. */
    void again() {
        taken.clear();
        status = "InProgress";
        summary = "";
    }

    private synchronized Sink.Reply put(JsonNode input) {
        if (!input.path("pipelineName").asText().equals("prod-deploy")) {
            return error("PipelineNotFoundException", "no such pipeline");
        }
        if (!status.equals("InProgress")) {
            return error("ApprovalAlreadyCompletedException", "already completed");
        }
        if (!input.path("token").asText().equals(token)) {
            return error("InvalidApprovalTokenException", "invalid token");
        }
        taken.add(input);
        status = input.at("/result/status").asText().equals("Approved") ? "Succeeded" : "Failed";
        summary = input.at("/result/summary").asText();
        return mood == Mood.TAKES_AND_FAILS
                ? new Sink.Reply(500, "")
                : new Sink.Reply(200, "{\"approvedAt\": 1755684005.0}");
    }

    private ObjectNode state() {
        ObjectNode state = JSON.createObjectNode().put("pipelineName", "prod-deploy");
        ObjectNode stage = state.putArray("stageStates").addObject().put("stageName", "Production");
        if (!execution.isEmpty()) {
            stage.putObject("latestExecution")
                    .put("pipelineExecutionId", execution)
                    .put("status", "InProgress");
        }
        ObjectNode action = stage.putArray("actionStates").addObject().put("actionName", "Approve");
        ObjectNode latest = action.putObject("latestExecution").put("status", status);
        if (!actionExecution.isEmpty()) {
            latest.put("actionExecutionId", actionExecution);
        }
        if (status.equals("InProgress")) {
            latest.put("token", token);
        } else {
            latest.put("summary", summary).put("lastUpdatedBy", "arn:aws:iam::111122223333:user/max");
        }
        return state;
    }

    private static Sink.Reply error(String code, String message) {
        return new Sink.Reply(
                400,
                "{\"__type\": \"" + code + "\", \"message\": \"" + message + "\"}",
                Map.of("Content-Type", "application/x-amz-json-1.1"));
    }

    /** The notification of a manual approval through SNS. */
    static String notification(String token) {
        return """
                {"region": "eu-west-1", "consoleLink": "https://console.aws.amazon.com/codepipeline/home?region=eu-west-1#/view/prod-deploy",
                 "approval": {"pipelineName": "prod-deploy", "stageName": "Production", "actionName": "Approve", "token": "%s",
                  "expires": "2099-07-07T20:22Z", "externalEntityLink": "https://example.com/changes",
                  "approvalReviewLink": "https://console.aws.amazon.com/codepipeline/approve", "customData": "Look at <the> change log"}}
                """.formatted(token);
    }

    /** An event of its approval action. */
    static String event(String state, String execution, String actionExecution) {
        return """
                {"version": "0", "id": "%s", "source": "aws.codepipeline", "detail-type": "CodePipeline Action Execution State Change",
                 "account": "111122223333", "region": "eu-west-1", "time": "2026-08-20T10:00:00Z", "resources": [],
                 "detail": {"pipeline": "prod-deploy", "execution-id": "%s", "stage": "Production", "action": "Approve",
                  "action-execution-id": "%s", "state": "%s", "region": "eu-west-1", "version": 3,
                  "type": {"owner": "AWS", "category": "Approval", "provider": "Manual", "version": "1"}}}
                """.formatted(UUID.randomUUID(), execution, actionExecution, state);
    }

    /** Who started an execution. */
    static String started(String execution, String by) {
        return """
                {"version": "0", "id": "%s", "source": "aws.codepipeline", "detail-type": "CodePipeline Pipeline Execution State Change",
                 "account": "111122223333", "region": "eu-west-1", "time": "2026-08-20T10:00:00Z", "resources": [],
                 "detail": {"pipeline": "prod-deploy", "execution-id": "%s", "state": "STARTED", "version": 3,
                  "execution-trigger": {"trigger-type": "StartPipelineExecution",
                   "trigger-detail": "arn:aws:sts::111122223333:assumed-role/Dev/%s"}}}
                """.formatted(UUID.randomUUID(), execution, by);
    }

    /** Another state of its pipeline's execution. */
    static String pipeline(String execution, String state) {
        return started(execution, "x").replace("\"STARTED\"", "\"" + state + "\"");
    }

    /** What its source action fetched. */
    static String source(String execution) {
        return event("SUCCEEDED", execution, "s-1")
                .replace("\"Approval\"", "\"Source\"")
                .replace("\"state\":", """
                        "execution-result": {"external-execution-id": "8cf40f2", "external-execution-summary": "Add a licence",
                          "external-execution-url": "https://example.com/commit/8cf40f2"}, "state":""");
    }

    @Override
    public void close() {
        closed.countDown();
        sink.close();
    }
}
