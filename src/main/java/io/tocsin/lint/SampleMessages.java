package io.tocsin.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages as an {@code outbox:} gives them to a channel: each of a kind that a template must be able to show. */
final class SampleMessages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String OPENED = """
            {"delivery": {"id": "dlv_1", "attempt": 1, "idempotencyKey": "key-1", "receiver": "ops", "address": ""},
             "notice": {"id": "ntc_1", "kind": "opened", "createdAt": "2026-08-20T10:00:05Z"},
             "incident": {"id": "inc_1", "rule": "production-pipeline-failed", "status": "open", "severity": "critical",
                          "title": "Pipeline deploy failed", "openedAt": "2026-08-20T10:00:00Z"},
             "alerts": [
               {"fingerprint": "f1", "status": "firing", "severity": "critical", "title": "Pipeline deploy failed",
                "description": "Stage Deploy failed", "source": "aws.codepipeline",
                "labels": {"pipeline": "deploy", "region": "eu-west-1"},
                "annotations": {"impact": "No release", "root_cause": "Health check", "resolution": "Roll back",
                                "runbook": "https://runbooks.example.org/1", "dashboard": "https://dash.example.org/1"},
                "links": [{"text": "Console", "href": "https://console.example.org/p?a=1&b=2"}],
                "value": "3", "threshold": "0", "startsAt": "2026-08-20T10:00:00Z"}],
             "hub": {"name": "tocsin", "url": "https://hub.example.org"}}
            """;

    /** What a sender could write to be evaluated, to call somebody, or to break out of a message. */
    private static final String HOSTILE =
            "${body} {{hub.data}} <#assign x=1> <!channel> <script>alert(1)</script> \"'\\"
                    + " \u202e\u0000 ]]> &amp; \uD83D\uDD25\r\nTo: eve@example.org\r\n" + "long ".repeat(2_000);

    private SampleMessages() {}

    /** The messages by what they are: opened, updated, resolved ... */
    static Map<String, ObjectNode> all() {
        Map<String, ObjectNode> messages = new LinkedHashMap<>();
        messages.put("an opened incident", opened());
        messages.put("an updated incident", kind("updated"));
        messages.put("a resolved incident", resolved());
        messages.put("an alert with a title only", bare());
        messages.put("an alert with hostile text", hostile());
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
        return message;
    }

    private static ObjectNode resolved() {
        ObjectNode message = kind("resolved");
        message.withObject("/incident").put("status", "resolved").put("resolvedAt", "2026-08-20T11:00:00Z");
        ((ObjectNode) message.at("/alerts/0")).put("status", "resolved").put("endsAt", "2026-08-20T11:00:00Z");
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

    private static ObjectNode hostile() {
        ObjectNode message = opened();
        message.withObject("/incident").put("title", HOSTILE).put("rule", HOSTILE);
        ObjectNode alert = (ObjectNode) message.at("/alerts/0");
        for (String field : new String[] {"title", "description", "source", "value", "threshold"}) {
            alert.put(field, HOSTILE);
        }
        alert.withObject("/labels").put("pipeline", HOSTILE).put(HOSTILE, HOSTILE);
        for (String note : new String[] {"impact", "root_cause", "resolution", "runbook", "dashboard"}) {
            alert.withObject("/annotations").put(note, HOSTILE);
        }
        ((ObjectNode) alert.at("/links/0")).put("text", HOSTILE).put("href", "javascript:alert(1)");
        return message;
    }
}
