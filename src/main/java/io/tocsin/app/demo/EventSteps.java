package io.tocsin.app.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/** The first part of the tour: events come in by every door, and who should hears of each, once. */
final class EventSteps {

    private final Samples samples;
    private final ObjectNode batch;
    private final String batchKey = UUID.randomUUID().toString();

    EventSteps(Samples samples) {
        this.samples = samples;
        this.batch = samples.alertmanager();
    }

    List<Step> steps() {
        return List.of(
                new Step("A CloudWatch alarm, by SNS through SQS", this::alarm),
                new Step("A failed CodePipeline execution, by EventBridge through SQS", this::pipeline),
                new Step("An Alertmanager webhook, by HTTP", this::alertmanager),
                new Step(
                        "The same once more: the request is dropped on arrival, the alert counted, nobody is notified twice",
                        this::repeats),
                new Step("The CloudWatch alarm is over: those who heard of it hear that", this::alarmOver));
    }

    private void alarm(Stage stage) throws MissingException {
        sns(stage, samples.alarm());
    }

    private void alarmOver(Stage stage) throws MissingException {
        sns(stage, samples.alarmOver());
    }

    private static void sns(Stage stage, ObjectNode envelope) throws MissingException {
        String id = "sns:" + envelope.path("MessageId").asText();
        EventTrace trace = stage.decided(stage.queue(envelope, "SNS envelope", id));
        stage.got(trace, ChatSink.RECEIVER, OpsSink.RECEIVER);
    }

    private void pipeline(Stage stage) throws MissingException {
        stage.got(eventBridge(stage, samples.pipelineFailed()), ChatSink.RECEIVER, MailSink.RECEIVER);
    }

    private static EventTrace eventBridge(Stage stage, ObjectNode event) throws MissingException {
        String id = "eventbridge:" + event.path("id").asText();
        return stage.decided(stage.queue(event, "EventBridge event", id));
    }

    private void alertmanager(Stage stage) throws MissingException {
        EventTrace trace = stage.decided(stage.post("alertmanager", batch, batchKey, "accepted"));
        stage.got(trace, ChatSink.RECEIVER, MailSink.RECEIVER);
    }

    private void repeats(Stage stage) throws MissingException {
        sameRequest(stage);
        sameAlert(stage);
    }

    private void sameRequest(Stage stage) throws MissingException {
        String id = stage.post("alertmanager", batch, batchKey, "duplicate");
        stage.screen().fact("why", "Idempotency-Key", "known already: the answer names the first event");
        if (stage.demo()
                .traces()
                .byExternalId("key:" + batchKey)
                .filter(id::equals)
                .isEmpty()) {
            throw new MissingException("the answer to the repeat names " + id + ", not the first event");
        }
    }

    private void sameAlert(Stage stage) throws MissingException {
        String key = UUID.randomUUID().toString();
        EventTrace trace = stage.decided(stage.post("alertmanager", batch, key, "accepted"));
        EventTrace.AlertTrace alert = trace.alerts().get(0);
        stage.screen().fact("why", "same fingerprint", "still firing, counted " + alert.fireCount() + " times by now");
        if (!trace.deliveries().isEmpty() || alert.fireCount() != 2) {
            throw new MissingException("expected no delivery and a second count, got "
                    + trace.deliveries().size() + " deliveries and a count of " + alert.fireCount());
        }
    }
}
