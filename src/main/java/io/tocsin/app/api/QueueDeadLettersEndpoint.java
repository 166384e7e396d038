package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.source.sqs.QueueAccessException;
import io.tocsin.source.sqs.QueueDeadLetters;
import io.tocsin.source.sqs.QueueReport;
import io.tocsin.source.sqs.QueueReport.Known;
import io.tocsin.source.sqs.QueueReport.Unknown;
import java.util.List;

/** {@code /v1/dead-letters/queues}: the dead letters that SQS keeps behind the source queues. */
final class QueueDeadLettersEndpoint {
    private static final int DEFAULT_MAX = 10;
    private static final int MOST = 100;

    private final QueueDeadLetters letters;
    private final ObjectMapper json;

    QueueDeadLettersEndpoint(QueueDeadLetters letters, ObjectMapper json) {
        this.letters = letters;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listQueueDeadLetters", admin(this::list));
        operations.answer("showQueueDeadLetters", admin(this::show));
        operations.answer("redriveQueueDeadLetters", admin(this::redrive));
    }

    private Reply list(Request request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode queues = answer.putArray("queues");
        letters.list(!request.query("ages").orElse("true").equals("false"))
                .forEach(report -> queues.add(write(report)));
        return Reply.json(answer);
    }

    private Reply show(Request request) {
        String name = known(request);
        int max = request.number("max", DEFAULT_MAX, MOST);
        return asked(() -> {
            ObjectNode answer = json.createObjectNode().put("name", name);
            ArrayNode messages = answer.putArray("messages");
            letters.show(name, max).forEach(message -> messages.addObject()
                    .put("messageId", message.id())
                    .put("sentAt", message.sentAt().toString())
                    .put("receives", message.receives())
                    .put("body", message.body()));
            return Reply.json(answer);
        });
    }

    private Reply redrive(Request request) {
        String name = known(request);
        String reason = request.body().path("reason").asText("");
        return asked(() -> Reply.json(
                202,
                json.createObjectNode().put("name", name).put("task", letters.redrive(name, request.actor(), reason))));
    }

    private interface Question {
        Reply put();
    }

    /** What SQS refuses is no fault of ours, and none of the caller's. */
    private static Reply asked(Question question) {
        try {
            return question.put();
        } catch (QueueAccessException refused) {
            throw new RefusedException(502, "The queue refused", refused.getMessage() + ".");
        }
    }

    private String known(Request request) {
        List<String> names = letters.names();
        String name = request.path("name");
        if (!names.contains(name)) {
            throw RefusedException.notFound("No source queue has the name " + name
                    + (names.isEmpty()
                            ? "; no route takes from SQS."
                            : "; expected " + String.join(" or ", names) + "."));
        }
        return name;
    }

    private ObjectNode write(QueueReport report) {
        ObjectNode node = json.createObjectNode().put("name", report.name());
        if (report instanceof Unknown unknown) {
            return node.put("problem", unknown.problem());
        }
        if (!(report instanceof Known known)) {
            return node.putNull("deadLetterQueue");
        }
        node.put("deadLetterQueue", known.deadLetters())
                .put("messages", known.messages())
                .put("taken", known.taken());
        known.oldest().ifPresent(oldest -> node.put("oldestSentAt", oldest.toString()));
        known.move().ifPresent(move -> node.putObject("lastMove")
                .put("status", move.status())
                .put("moved", move.moved())
                .put("startedAt", move.startedAt().toString())
                .put("failure", move.failure()));
        return node;
    }
}
