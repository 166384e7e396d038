package io.tocsin.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The message that a channel is given, as the outbox makes it. */
final class Messages {
    /** As long as those of a hub are. */
    static final String LINK = "https://hub.example.org/a/AVY-OrXT1nZMYe-5kwK9WweTixBIA8aZFYDCzOQIAA";

    private static final String FIRING = """
            {"delivery": {"id": "del-1", "attempt": 1, "idempotencyKey": "key-1", "receiver": "ops", "address": ""},
             "notice": {"id": "not-1", "kind": "opened", "createdAt": "2026-08-20T10:00:05Z",
                        "rules": ["production-pipeline-failed"], "round": 1},
             "incident": {"id": "inc-1", "version": 1, "grouping": null, "status": "open", "severity": "critical",
                          "title": "Pipeline deploy failed", "openedAt": "2026-08-20T10:00:00Z"},
             "alerts": [
               {"fingerprint": "f1", "status": "firing", "severity": "critical", "title": "Pipeline deploy failed",
                "description": "Stage Deploy failed", "source": "aws.codepipeline",
                "labels": {"pipeline": "deploy", "region": "eu-west-1"},
                "annotations": {"impact": "No release", "root_cause": "Health check", "resolution": "Roll back"},
                "links": [{"text": "Console", "href": "https://console.example.org/p?a=1&b=2"}],
                "value": "3", "threshold": "0", "startsAt": "2026-08-20T10:00:00Z"}],
             "hub": {"name": "Tocsin", "url": "https://hub.example.org"},
             "recipient": {"name": "", "audience": "technical", "language": "en", "timeZone": "UTC"}}
            """;

    private Messages() {}

    static ObjectNode firing() throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(FIRING);
    }

    /** The firing message with the link by which its reader answers. */
    static ObjectNode answerable() throws JsonProcessingException {
        ObjectNode message = firing();
        message.putObject("answer").put("url", LINK);
        return message;
    }

    static ObjectNode resolved() throws JsonProcessingException {
        ObjectNode message = firing();
        ((ObjectNode) message.get("notice")).put("kind", "resolved");
        ((ObjectNode) message.get("incident")).put("status", "resolved").put("resolvedAt", "2026-08-20T11:00:00Z");
        ((ObjectNode) message.at("/alerts/0")).put("status", "resolved").put("endsAt", "2026-08-20T11:00:00Z");
        return message;
    }

    static ObjectNode updated() throws JsonProcessingException {
        ObjectNode message = firing();
        ((ObjectNode) message.get("notice")).put("kind", "updated");
        ((ObjectNode) message.at("/alerts/0")).put("description", "Stage Deploy failed again");
        return message;
    }

    /** An incident of several alerts, of which the last is over; the first hundred are named. */
    static ObjectNode several(int alerts) throws JsonProcessingException {
        ObjectNode message = updated();
        ((ObjectNode) message.get("incident")).put("title", "eu, Down").put("grouping", "by-cluster");
        ((ObjectNode) message.get("incident"))
                .putObject("counts")
                .put("firing", alerts - 1)
                .put("critical", alerts - 1)
                .put("resolved", 1);
        ObjectNode first = (ObjectNode) message.at("/alerts/0");
        ArrayNode all = message.putArray("alerts");
        for (int i = 1; i <= Math.min(alerts, 100); i++) {
            ObjectNode alert = first.deepCopy()
                    .put("fingerprint", "f" + i)
                    .put("title", "host " + i + " is down")
                    .put("status", i == alerts ? "resolved" : "firing");
            alert.putObject("labels").put("instance", "host-" + i);
            all.add(alert);
        }
        return message;
    }

    static ObjectNode acknowledged() throws JsonProcessingException {
        ObjectNode message = firing();
        ((ObjectNode) message.get("notice")).put("kind", "acknowledged");
        ((ObjectNode) message.get("incident")).put("status", "acknowledged");
        return message;
    }

    /** Many notices in one: it names each of its incidents, {@code inc-1} to {@code inc-n}. */
    static ObjectNode digest(int incidents) throws JsonProcessingException {
        ObjectNode message = firing();
        ((ObjectNode) message.get("notice")).put("kind", "digest");
        ((ObjectNode) message.get("incident")).put("title", incidents + " incidents");
        message.putArray("alerts");
        ArrayNode all = message.putObject("digest").put("reason", "waiting").putArray("incidents");
        for (int i = 1; i <= incidents; i++) {
            all.addObject()
                    .put("id", "inc-" + i)
                    .put("status", i % 2 == 0 ? "resolved" : "open")
                    .put("severity", "high")
                    .put("title", "Incident number " + i)
                    .put("kind", "opened")
                    .put("at", "2026-08-20T10:00:00Z")
                    .putArray("rules")
                    .add("production-pipeline-failed");
        }
        return message;
    }

    /** The firing message for a reader who is no engineer. */
    static ObjectNode readBy(String audience) throws JsonProcessingException {
        ObjectNode message = firing();
        ((ObjectNode) message.get("recipient")).put("audience", audience);
        return message;
    }

    /** The firing message to a person's own address at the provider. */
    static ObjectNode to(String address) throws JsonProcessingException {
        ObjectNode message = firing();
        ((ObjectNode) message.get("delivery")).put("address", address);
        return message;
    }

    /** The firing message with this text wherever a sender can put one. */
    static ObjectNode saying(String text) throws JsonProcessingException {
        ObjectNode message = firing();
        ((ObjectNode) message.get("incident")).put("title", text);
        ObjectNode alert = (ObjectNode) message.at("/alerts/0");
        alert.put("title", text).put("description", text).put("source", text).put("value", text);
        ((ObjectNode) alert.get("labels")).put("pipeline", text);
        ((ObjectNode) alert.get("annotations"))
                .put("impact", text)
                .put("root_cause", text)
                .put("resolution", text);
        ((ObjectNode) alert.at("/links/0")).put("text", text);
        return message;
    }
}
