package io.tocsin.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages as an {@code outbox:} gives them to a channel: each of a kind that a template must be able to show. */
final class SampleMessages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> AUDIENCES = List.of("business", "customer", "executive");

    private static final String OPENED = """
            {"delivery": {"id": "dlv_1", "attempt": 1, "idempotencyKey": "key-1", "receiver": "ops", "address": "",
                          "fallbackOf": "", "possibleDuplicate": false},
             "recipient": {"name": "", "audience": "technical", "language": "en", "timeZone": "UTC"},
             "notice": {"id": "ntc_1", "eventId": "evt_1", "kind": "opened", "createdAt": "2026-08-20T10:00:05Z"},
             "incident": {"id": "inc_1", "rule": "production-pipeline-failed", "status": "open", "severity": "critical",
                          "title": "Pipeline deploy failed", "openedAt": "2026-08-20T10:00:00Z", "resolvedAt": null},
             "alerts": [
               {"fingerprint": "f1", "status": "firing", "severity": "critical", "title": "Pipeline deploy failed",
                "description": "Stage Deploy failed", "source": "aws.codepipeline",
                "labels": {"pipeline": "deploy", "region": "eu-west-1"},
                "annotations": {"impact": "No release", "root_cause": "Health check", "resolution": "Roll back",
                                "runbook": "https://runbooks.example.org/1", "dashboard": "https://dash.example.org/1"},
                "links": [{"text": "Console", "href": "https://console.example.org/p?a=1&b=2"}],
                "value": "3", "threshold": "0", "startsAt": "2026-08-20T10:00:00Z"}],
             "answer": {"url": "https://hub.example.org/a/AZvzDQkTgmQh3BpeWHF1FgduXgECAwQFBgcICQoLDA", "until": "2026-08-23T11:00:00Z"},
             "hub": {"name": "tocsin", "url": "https://hub.example.org"}}
            """;

    private SampleMessages() {}

    /** The messages by what they are: an opened incident, a digest ... */
    static Map<String, ObjectNode> all() {
        Map<String, ObjectNode> messages = new LinkedHashMap<>();
        messages.put("an opened incident", opened());
        messages.put("an updated incident", kind("updated"));
        messages.put("a reminder of an incident", kind("reminder"));
        messages.put("a resolved incident", resolved());
        messages.put("an acknowledged incident", acknowledged());
        messages.put("an update of what the provider knows by a name", threaded());
        messages.put("a digest of 25 incidents", digest());
        messages.put("a test message", kind("test"));
        AUDIENCES.forEach(audience -> messages.put("a reader of audience " + audience, read(audience)));
        messages.put("an alert with a title only", bare());
        messages.put("an incident of 250 alerts", several("host %d is down", 100, 250));
        messages.put("an incident of several alerts with hostile text", several(HostileText.ODDITIES, 100, 100));
        messages.put("an alert with hostile text", filled(HostileText.ODDITIES));
        messages.put("an alert with hostile text in a digest", hostileDigest());
        messages.put("an alert of nothing but long graphemes", filled(HostileText.FAMILIES));
        messages.put("an alert with a description of 1 MB", huge());
        messages.put("a question", question("open", "Approval of prod-deploy: Production / Approve"));
        messages.put("an answered question", question("approved", "Approved by ann"));
        messages.put("a question with hostile text", question("open", HostileText.ODDITIES));
        return messages;
    }

    private static ObjectNode opened() {
        try {
            return (ObjectNode) JSON.readTree(OPENED);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode kind(String kind) {
        ObjectNode message = opened();
        message.withObject("/notice").put("kind", kind);
        if (kind.equals("resolved") || kind.equals("digest") || kind.equals("test")) {
            message.remove("answer"); // there is nothing to answer
        }
        return message;
    }

    /** What people are asked, in an incident's place. @param text is all of its texts */
    private static ObjectNode question(String state, String text) {
        boolean open = state.equals("open");
        ObjectNode message = open ? opened() : resolved();
        message.withObject("/notice").remove("eventId");
        message.withObject("/incident").put("id", "qst_1").put("title", text);
        ((ObjectNode) message.at("/alerts/0")).put("title", text).put("description", text);
        ObjectNode question = message.putObject("question")
                .put("id", "qst_1")
                .put("name", "production")
                .put("state", state)
                .put("title", text)
                .put("by", "the team platform")
                .put("approvals", 2)
                .put("until", "2026-08-20T14:00:00Z");
        question.putObject("labels")
                .put("pipeline", "prod-deploy")
                .put("change", text)
                .put("started_by", text);
        question.putArray("answers")
                .addObject()
                .put("by", "ann")
                .put("choice", "approve")
                .put("at", "2026-08-20T10:30:00Z")
                .put("comment", text);
        return message;
    }

    private static ObjectNode resolved() {
        ObjectNode message = kind("resolved");
        message.withObject("/incident").put("status", "resolved").put("resolvedAt", "2026-08-20T11:00:00Z");
        ((ObjectNode) message.at("/alerts/0")).put("status", "resolved").put("endsAt", "2026-08-20T11:00:00Z");
        return message;
    }

    private static ObjectNode acknowledged() {
        ObjectNode message = kind("acknowledged");
        message.withObject("/incident")
                .put("status", "acknowledged")
                .put("acknowledgedBy", "ann")
                .put("acknowledgedAt", "2026-08-20T10:30:00Z")
                .put("assignedTo", "ben")
                .putObject("publicStatus")
                .put("status", "identified")
                .put("impact", "Some orders are late")
                .put("rootCause", "A disk is full")
                .put("resolution", "It is being grown");
        return message;
    }

    /** The thread has a name for everything that the shipped channels keep in one. */
    private static ObjectNode threaded() {
        ObjectNode message = kind("updated");
        message.withObject("/delivery").put("attempt", 2).put("possibleDuplicate", true);
        message.putObject("thread")
                .put("id", "7")
                .put("key", "OPS-7")
                .put("sys_id", "0123456789abcdef0123456789abcdef")
                .put("channel", "C1")
                .put("ts", "1700000000.000100");
        return message;
    }

    private static ObjectNode digest() {
        ObjectNode message = kind("digest");
        ArrayNode incidents =
                message.putObject("digest").put("reason", "waiting").putArray("incidents");
        for (int i = 1; i <= 25; i++) {
            incidents
                    .addObject()
                    .put("id", "inc_" + i)
                    .put("rule", "production-pipeline-failed")
                    .put("status", i % 3 == 0 ? "resolved" : "open")
                    .put("severity", i % 2 == 0 ? "high" : "critical")
                    .put("title", "Pipeline deploy-" + i + " failed")
                    .put("kind", i % 3 == 0 ? "resolved" : "opened")
                    .put("at", "2026-08-20T10:00:05Z");
        }
        return message;
    }

    /**
     * Several alerts that a grouping puts together, every third of them over.
     *
     * @param title with the alert's number, or without
     * @param named how many the message names
     * @param all how many there are
     */
    private static ObjectNode several(String title, int named, int all) {
        ObjectNode message = kind("updated");
        ObjectNode incident =
                message.withObject("/incident").put("grouping", "by-cluster").put("title", "eu, Down");
        incident.putObject("counts")
                .put("firing", all - all / 3)
                .put("critical", all - all / 3)
                .put("resolved", all / 3);
        ObjectNode first = (ObjectNode) message.at("/alerts/0");
        ArrayNode alerts = message.putArray("alerts");
        for (int i = 1; i <= named; i++) {
            ObjectNode alert = first.deepCopy()
                    .put("fingerprint", "f" + i)
                    .put("status", i % 3 == 0 ? "resolved" : "firing")
                    .put("title", title.replace("%d", String.valueOf(i)));
            alert.withObject("/labels").put("instance", title.replace("%d", String.valueOf(i)));
            alerts.add(alert);
        }
        return message;
    }

    private static ObjectNode read(String audience) {
        ObjectNode message = opened();
        message.putObject("recipient")
                .put("name", "ana")
                .put("audience", audience)
                .put("language", "de")
                .put("timeZone", "Europe/Berlin");
        return message;
    }

    private static ObjectNode bare() {
        ObjectNode message = opened();
        ObjectNode alert = (ObjectNode) message.at("/alerts/0");
        alert.retain("fingerprint", "status", "severity", "title", "startsAt");
        alert.putObject("labels");
        alert.putObject("annotations");
        alert.putArray("links");
        return message;
    }

    /** An alert with the same text wherever a sender can put one. */
    private static ObjectNode filled(String text) {
        ObjectNode message = opened();
        message.withObject("/incident").put("title", text).put("rule", text);
        ObjectNode alert = (ObjectNode) message.at("/alerts/0");
        for (String field : new String[] {"title", "description", "source", "value", "threshold"}) {
            alert.put(field, text);
        }
        alert.withObject("/labels").put("pipeline", text).put(text, text);
        for (String note : new String[] {"impact", "root_cause", "resolution", "runbook", "dashboard"}) {
            alert.withObject("/annotations").put(note, text);
        }
        ((ObjectNode) alert.at("/links/0")).put("text", text).put("href", "javascript:alert(1)");
        return message;
    }

    private static ObjectNode hostileDigest() {
        ObjectNode message = digest();
        message.at("/digest/incidents").forEach(incident -> ((ObjectNode) incident).put("title", HostileText.ODDITIES));
        return message;
    }

    private static ObjectNode huge() {
        ObjectNode message = opened();
        ((ObjectNode) message.at("/alerts/0")).put("description", HostileText.MEGABYTE);
        return message;
    }
}
