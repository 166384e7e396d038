package io.tocsin.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The events in {@code demo/events}, with new ids, times and an AWS account of this run's own: what an earlier run left
 * in the store must make none of them a repeat.
 */
final class Samples {

    private static final DateTimeFormatter CLOUDWATCH_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);
    private static final String ACCOUNT = "111122223333";

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final String account;
    private final Instant now;

    /**
     * @param folder with the files
     * @param run what sets this run apart
     * @param now the time of the events
     */
    Samples(Path folder, UUID run, Instant now) {
        this.folder = folder;
        this.account = "%012d".formatted(Math.floorMod(run.getMostSignificantBits(), 1_000_000_000_000L));
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A CloudWatch alarm in the envelope of SNS. */
    ObjectNode alarm() {
        ObjectNode envelope = read("cloudwatch-alarm.json");
        return inside(envelope, message -> message.put("StateChangeTime", CLOUDWATCH_TIME.format(now)));
    }

    /** The news that the same alarm is over. */
    ObjectNode alarmOver() {
        ObjectNode envelope = read("cloudwatch-alarm.json").put("Subject", "OK: \"orders-cpu-high\" in EU (Ireland)");
        return inside(envelope, message -> message.put("StateChangeTime", CLOUDWATCH_TIME.format(now.plusMillis(1)))
                .put("OldStateValue", "ALARM")
                .put("NewStateValue", "OK")
                .put("NewStateReason", "Threshold Crossed: 1 datapoint [12.0] was not greater than 80.0."));
    }

    /** A failed CodePipeline execution, as EventBridge tells it. */
    ObjectNode pipelineFailed() {
        ObjectNode event = read("codepipeline-failed.json");
        event.withObject("/detail").put("execution-id", UUID.randomUUID().toString());
        return eventBridge(event);
    }

    /** A webhook of Alertmanager. */
    ObjectNode alertmanager() {
        ObjectNode batch = read("alertmanager.json");
        batch.withObject("/alerts/0").put("startsAt", now.toString()).put("fingerprint", account);
        return batch;
    }

    /** An event in the hub's own words. */
    ObjectNode shop(String title) {
        return read("shop.json").put("title", title).put("fingerprint", title + account);
    }

    /** The cluster of this run. */
    String cluster() {
        return "eu-" + account;
    }

    /** A node of that cluster does not answer. */
    ObjectNode node(String name) {
        return read("node.json")
                .put("title", "Node " + name + " does not answer")
                .put("host", name)
                .put("cluster", cluster());
    }

    /** When the run began. */
    Instant began() {
        return now;
    }

    private ObjectNode eventBridge(ObjectNode event) {
        return event.put("id", UUID.randomUUID().toString()).put("time", now.toString());
    }

    private interface Edit {
        ObjectNode of(ObjectNode message);
    }

    private ObjectNode inside(ObjectNode envelope, Edit edit) {
        try {
            ObjectNode message =
                    (ObjectNode) json.readTree(envelope.path("Message").textValue());
            return envelope.put("MessageId", UUID.randomUUID().toString())
                    .put("Timestamp", now.toString())
                    .put("Message", edit.of(message).toString());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The Message in cloudwatch-alarm.json is not JSON", e);
        }
    }

    private ObjectNode read(String name) {
        try {
            String text = Files.readString(folder.resolve(name));
            return (ObjectNode) json.readTree(text.replace(ACCOUNT, account));
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's event " + folder.resolve(name) + " cannot be read", e);
        }
    }
}
