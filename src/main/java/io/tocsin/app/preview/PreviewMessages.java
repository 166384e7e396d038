package io.tocsin.app.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.notice.NoticeMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages that the outbox would give to a channel, of incidents and deliveries that no store has.
 *
 * @param hub which hub says it
 * @param reader for whom they are
 * @param receiver the receiver's name
 * @param address where they go instead of the receiver's own destination; empty for that one
 * @param now when
 */
public record PreviewMessages(HubName hub, Reader reader, String receiver, String address, Instant now) {

    /**
     * A hub as its readers know it.
     *
     * @param name what it is called
     * @param url where a reader finds it
     * @param hasLinks whether its messages carry links to answer by
     */
    public record HubName(String name, String url, boolean hasLinks) {}

    /** As long as a link to answer by; it opens nothing. */
    private static final String LINK = "/a/preview-of-a-link-to-answer-by-it-opens-nothing".substring(0, 45);

    /**
     * Who reads it, as far as a template asks.
     *
     * @param audience technical, business, customer or executive
     * @param language such as {@code en}
     * @param timeZone such as {@code Europe/Berlin}
     */
    public record Reader(String audience, String language, String timeZone) {}

    /**
     * One message for each alert, as the ledger makes one incident of each.
     *
     * @param kind what they say; without it what the alert's status means for an incident that nobody heard of
     */
    public List<ObjectNode> of(RuleAlerts matched, Optional<NoticeKind> kind) {
        return matched.alerts().stream()
                .map(alert -> message(
                        alert,
                        matched.rule().name(),
                        matched.rule().severity().orElse(alert.severity()),
                        kind.orElse(alert.status() == AlertStatus.RESOLVED ? NoticeKind.RESOLVED : NoticeKind.OPENED)))
                .toList();
    }

    /**
     * One message that tells all of them, as the outbox makes it where too many wait.
     *
     * @param messages at least one
     */
    public ObjectNode digest(List<ObjectNode> messages) {
        ObjectNode digest = messages.get(0).deepCopy();
        digest.withObject("/notice").put("kind", NoticeKind.DIGEST.word());
        digest.withObject("/incident").put("title", messages.size() + " incidents");
        digest.putArray("alerts");
        digest.remove("answer");
        ArrayNode incidents =
                digest.putObject("digest").put("reason", "waiting").putArray("incidents");
        for (ObjectNode message : messages) {
            ObjectNode entry = incidents.addObject();
            message.withObject("/incident").properties().forEach(field -> entry.set(field.getKey(), field.getValue()));
            entry.retain("id", "status", "severity", "title");
            entry.set("rules", message.at("/notice/rules"));
            entry.put("kind", message.at("/notice/kind").asText())
                    .put("at", message.at("/notice/createdAt").asText());
        }
        return digest;
    }

    /** One message whose reader must not take it for an alarm. */
    public ObjectNode test() {
        Alert alert = new Alert(
                "test:" + receiver,
                AlertStatus.FIRING,
                Severity.INFO,
                "Test message from " + hub.name(),
                "TEST: somebody tries the receiver " + receiver + " of " + hub.name()
                        + ". Nothing has happened, and nothing is to be done.",
                hub.name(),
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty());
        return message(alert, "test", Severity.INFO, NoticeKind.TEST);
    }

    private ObjectNode message(Alert alert, String rule, Severity severity, NoticeKind kind) {
        boolean over = kind == NoticeKind.RESOLVED;
        ObjectNode json = AlertJson.write(alert);
        if (over != (alert.status() == AlertStatus.RESOLVED)) {
            json.put("status", over ? "resolved" : "firing");
            json.remove("endsAt");
            if (over) {
                json.put("endsAt", now.toString());
            }
        }
        AboutIncident incident = new AboutIncident(
                "inc_preview",
                Optional.empty(),
                over ? 2 : 1,
                severity,
                alert.title(),
                alert.startsAt(),
                over ? Optional.of(alert.endsAt().orElse(now)) : Optional.empty(),
                over ? Counts.NONE : Counts.NONE.plus(severity, 1),
                over ? 1 : 0,
                handling(kind, severity));
        ObjectNode message = addressed(new NoticeMessage(
                        "ntc_preview",
                        "evt_preview",
                        kind,
                        List.of(rule),
                        1,
                        now,
                        incident,
                        List.of(json),
                        hub.name(),
                        hub.url())
                .json());
        if (hub.hasLinks() && kind != NoticeKind.RESOLVED && kind != NoticeKind.TEST) {
            message.putObject("answer").put("url", hub.url() + LINK);
        }
        return message;
    }

    private Handling handling(NoticeKind kind, Severity severity) {
        return kind == NoticeKind.ACKNOWLEDGED
                ? Handling.acknowledgedBy(new Handling.Acknowledgement("ann", now, severity, 1))
                : Handling.NONE;
    }

    private ObjectNode addressed(ObjectNode message) {
        message.putObject("delivery")
                .put("id", "dlv_preview")
                .put("attempt", 1)
                .put("idempotencyKey", "dlv_preview")
                .put("receiver", receiver)
                .put("address", address)
                .put("fallbackOf", "")
                .put("possibleDuplicate", false);
        message.putObject("recipient")
                .put("name", "")
                .put("audience", reader.audience())
                .put("language", reader.language())
                .put("timeZone", reader.timeZone());
        return message;
    }
}
