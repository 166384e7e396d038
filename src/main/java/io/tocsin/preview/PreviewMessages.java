package io.tocsin.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertJson;
import io.tocsin.alert.AlertStatus;
import io.tocsin.notice.AboutIncident;
import io.tocsin.notice.NoticeKind;
import io.tocsin.notice.NoticeMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The messages that the outbox would give to a channel, of incidents and deliveries that no store has.
 *
 * @param hubName what the hub is called
 * @param hubUrl where a reader finds it
 * @param recipient for whom they are
 * @param receiver the receiver's name
 * @param address where they go instead of the receiver's own destination; empty for that one
 * @param now when
 */
public record PreviewMessages(
        String hubName, String hubUrl, Recipient recipient, String receiver, String address, Instant now) {

    /**
     * Who reads it, as far as a template asks.
     *
     * @param audience technical, business, customer or executive
     * @param language a tag such as {@code en}
     * @param timeZone a name such as {@code Europe/Berlin}
     */
    public record Recipient(String audience, String language, String timeZone) {}

    /**
     * One message for each alert, as the ledger makes one incident for each.
     *
     * @param kind what they say; without it what the alert's status makes of an incident that nobody heard of
     */
    public List<ObjectNode> of(RuleAlerts matched, Optional<NoticeKind> kind) {
        return matched.alerts().stream()
                .map(alert -> told(
                        alert,
                        matched.rule().name(),
                        matched.rule().severity().orElse(alert.severity()).word(),
                        kind.orElse(alert.status() == AlertStatus.RESOLVED ? NoticeKind.RESOLVED : NoticeKind.OPENED)))
                .toList();
    }

    private ObjectNode told(Alert alert, String rule, String severity, NoticeKind kind) {
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
                rule,
                io.tocsin.alert.Severity.ofWord(severity).orElseThrow(),
                alert.title(),
                alert.startsAt(),
                over ? Optional.of(now) : Optional.empty());
        return addressed(
                new NoticeMessage("ntc_preview", kind, "evt_preview", now, incident, List.of(json), hubName, hubUrl)
                        .json());
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
                .put("audience", recipient.audience())
                .put("language", recipient.language())
                .put("timeZone", recipient.timeZone());
        return message;
    }
}
