package io.tocsin.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages that are right and seldom: what a template forgets. */
final class OddMessages {

    private OddMessages() {}

    /** Each with a name that says what is odd about it. */
    static Map<String, ObjectNode> all() throws JsonProcessingException {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        all.put("no alerts", with(Messages.firing(), message -> message.putArray("alerts")));
        all.put("nothing in the alert", with(Messages.firing(), OddMessages::empty));
        all.put("nothing but spaces", Messages.saying(" \n\t "));
        all.put("fifty alerts", with(Messages.updated(), OddMessages::fifty));
        all.put("acknowledged", Messages.acknowledged());
        all.put("resolved without an end", with(Messages.resolved(), message -> {
            ((ObjectNode) message.get("incident")).putNull("resolvedAt");
            ((ObjectNode) message.at("/alerts/0")).putNull("endsAt");
        }));
        all.put("test", with(Messages.firing(), message -> ((ObjectNode) message.get("notice")).put("kind", "test")));
        all.put("unknown severity", with(Messages.firing(), message -> {
            ((ObjectNode) message.get("incident")).put("severity", "catastrophic");
            ((ObjectNode) message.at("/alerts/0")).put("severity", "catastrophic");
        }));
        all.put("a hub without an address", with(Messages.firing(), message -> ((ObjectNode) message.get("hub"))
                .putNull("url")));
        all.put("digest of fifty long titles", with(Messages.digest(50), message -> message.at("/digest/incidents")
                .forEach(incident -> ((ObjectNode) incident).put("title", "<&>*_~`@\n".repeat(100)))));
        all.put("perhaps the second of its kind", with(Messages.firing(), message -> ((ObjectNode)
                        message.get("delivery"))
                .put("attempt", 2)
                .put("possibleDuplicate", true)));
        all.put("links that are none", with(Messages.firing(), message -> ((ObjectNode)
                        message.at("/alerts/0/annotations"))
                .put("runbook", "https://wiki.example.org/a page, then <https://wiki.example.org/b>")
                .put("dashboard", "http://")));
        for (String audience : List.of("business", "customer", "executive")) {
            for (String language : List.of("de-AT", "fr", "es", "xx")) {
                for (ObjectNode message : List.of(Messages.firing(), Messages.resolved(), Messages.digest(2))) {
                    ((ObjectNode) message.get("recipient"))
                            .put("audience", audience)
                            .put("language", language)
                            .put("timeZone", "Europe/Vienna");
                    all.put(
                            audience + " " + language + " "
                                    + message.at("/notice/kind").asText(),
                            message);
                }
            }
        }
        return all;
    }

    private interface Change {
        void to(ObjectNode message);
    }

    private static ObjectNode with(ObjectNode message, Change change) {
        change.to(message);
        return message;
    }

    /** What an alert without any words has in the store. */
    private static void empty(ObjectNode message) {
        ((ObjectNode) message.get("incident")).put("title", "");
        ((ObjectNode) message.get("notice")).putArray("rules");
        ObjectNode alert = (ObjectNode) message.at("/alerts/0");
        for (String name : List.of("title", "description", "source", "value", "threshold", "startsAt", "severity")) {
            alert.putNull(name);
        }
        alert.putObject("labels").putNull("service");
        alert.putObject("annotations").putNull("impact");
        alert.putArray("links");
    }

    private static void fifty(ObjectNode message) {
        ArrayNode alerts = (ArrayNode) message.get("alerts");
        for (int i = 2; i <= 50; i++) {
            ObjectNode alert = alerts.get(0).deepCopy();
            alert.put("fingerprint", "f" + i).put("title", "Pipeline number " + i + " failed");
            ((ObjectNode) alert.get("labels")).put("pipeline", "pipeline-with-a-long-name-" + i);
            ((ObjectNode) alert.at("/links/0")).put("href", "https://console.example.org/p/" + i);
            alerts.add(alert);
        }
    }
}
