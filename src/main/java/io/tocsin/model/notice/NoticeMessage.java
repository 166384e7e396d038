package io.tocsin.model.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a channel renders of a notice; what belongs to one delivery alone is added when it is sent.
 *
 * @param id the notice's id
 * @param eventId the event that caused it
 * @param kind what it says
 * @param rules the rules through which its readers are told
 * @param round which telling of the incident it is to its readers, from 1
 * @param createdAt when the hub decided to say it
 * @param incident whose notice it is
 * @param alerts the alerts it tells of, each as {@link io.tocsin.model.alert.AlertJson} writes it
 * @param hubName which hub says it
 * @param hubUrl where a reader finds that hub
 */
public record NoticeMessage(
        String id,
        String eventId,
        NoticeKind kind,
        List<String> rules,
        long round,
        Instant createdAt,
        AboutIncident incident,
        List<ObjectNode> alerts,
        String hubName,
        String hubUrl) {

    public NoticeMessage {
        rules = List.copyOf(rules);
        alerts = List.copyOf(alerts);
    }

    /** The message as JSON, the caller's own. */
    public ObjectNode json() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        ObjectNode notice = message.putObject("notice")
                .put("id", id)
                .put("eventId", eventId)
                .put("kind", kind.word())
                .put("round", round)
                .put("createdAt", createdAt.toString());
        rules.forEach(notice.putArray("rules")::add);
        ObjectNode about = message.putObject("incident")
                .put("id", incident.id())
                .put("version", incident.version())
                .put("grouping", incident.grouping().orElse(null))
                .put("status", HandlingWords.status(incident))
                .put("severity", incident.severity().word())
                .put("title", incident.title())
                .put("openedAt", incident.openedAt().toString())
                .put("resolvedAt", incident.resolvedAt().map(Instant::toString).orElse(null));
        HandlingWords.write(about, incident);
        incident.related().write(about);
        HeldNow.write(about, incident.heldNow());
        EscalationWords.write(about, incident.escalations());
        ObjectNode counts =
                about.putObject("counts").put("firing", incident.firing().total());
        for (Severity severity : Severity.values()) {
            Optional.of(incident.firing().of(severity))
                    .filter(count -> count > 0)
                    .ifPresent(count -> counts.put(severity.word(), count));
        }
        counts.put("resolved", incident.over());
        message.putArray("alerts").addAll(alerts);
        message.putObject("hub").put("name", hubName).put("url", hubUrl);
        return message;
    }
}
