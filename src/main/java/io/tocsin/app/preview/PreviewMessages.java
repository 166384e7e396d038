package io.tocsin.app.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.notice.NoticeMessage;
import io.tocsin.pipeline.link.AnswerLinks;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
     * @param linksFor for how long links to answer by are valid; zero where its messages carry none
     */
    public record HubName(String name, String url, Duration linksFor) {}

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

    /** So many alerts are named in a message at most. */
    private static final int MOST_NAMED = 100;

    /**
     * One message for each incident that the alerts make: for each alert, but where a grouping puts some together.
     *
     * @param kind what they say; without it what the alerts' status means for an incident that nobody heard of
     */
    public List<ObjectNode> of(RuleAlerts matched, Optional<NoticeKind> kind) {
        return matched.incidents().stream()
                .map(incident -> message(
                        incident,
                        matched.rule().name(),
                        matched.rule().severity(),
                        kind.orElse(isOver(incident) ? NoticeKind.RESOLVED : NoticeKind.OPENED)))
                .toList();
    }

    private static boolean isOver(RuleAlerts.Incident incident) {
        return incident.alerts().stream().allMatch(alert -> alert.status() == AlertStatus.RESOLVED);
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
        return message(
                new RuleAlerts.Incident(Group.alone(alert.key()), List.of(alert)),
                "test",
                Optional.of(Severity.INFO),
                NoticeKind.TEST);
    }

    /** @param severity what the rule makes of its alerts; empty where each is as bad as it says */
    private ObjectNode message(RuleAlerts.Incident of, String rule, Optional<Severity> severity, NoticeKind kind) {
        boolean over = kind == NoticeKind.RESOLVED;
        boolean noneFires = isOver(of);
        List<Alert> ended = over
                ? of.alerts()
                : noneFires
                        ? List.of()
                        : of.alerts().stream()
                                .filter(alert -> alert.status() == AlertStatus.RESOLVED)
                                .toList();
        List<Alert> firing = of.alerts().stream()
                .filter(alert -> !ended.contains(alert))
                .sorted(Comparator.comparing(alert -> severity.orElse(alert.severity())))
                .toList();
        Counts counts = Counts.NONE;
        for (Alert alert : firing) {
            counts = counts.plus(severity.orElse(alert.severity()), 1);
        }
        Severity worst = (firing.isEmpty() ? ended : firing)
                .stream()
                        .map(alert -> severity.orElse(alert.severity()))
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        AboutIncident incident = new AboutIncident(
                "inc_preview",
                of.group().grouping(),
                over ? 2 : 1,
                worst,
                title(of),
                of.alerts().stream()
                        .map(Alert::startsAt)
                        .min(Comparator.naturalOrder())
                        .orElse(now),
                over
                        ? Optional.of(of.alerts().stream()
                                .flatMap(alert -> alert.endsAt().stream())
                                .max(Comparator.naturalOrder())
                                .orElse(now))
                        : Optional.empty(),
                counts,
                ended.size(),
                handling(kind, worst));
        ObjectNode message = addressed(new NoticeMessage(
                        "ntc_preview",
                        "evt_preview",
                        kind,
                        List.of(rule),
                        1,
                        now,
                        incident,
                        Stream.concat(
                                        firing.stream().map(alert -> json(alert, false)),
                                        ended.stream().map(alert -> json(alert, true)))
                                .limit(MOST_NAMED)
                                .toList(),
                        hub.name(),
                        hub.url())
                .json());
        if (!hub.linksFor().isZero() && AnswerLinks.isFor(message)) {
            message.putObject("answer")
                    .put("url", hub.url() + LINK)
                    .put("until", now.plus(hub.linksFor()).toString());
        }
        return message;
    }

    /** What its alerts have in common, as a message says it: their title, or what puts them together. */
    private static String title(RuleAlerts.Incident incident) {
        List<String> titles =
                incident.alerts().stream().map(Alert::title).distinct().toList();
        return titles.size() == 1 ? titles.get(0) : incident.group().title();
    }

    private ObjectNode json(Alert alert, boolean over) {
        ObjectNode json = AlertJson.write(alert);
        if (over != (alert.status() == AlertStatus.RESOLVED)) {
            json.put("status", over ? "resolved" : "firing");
            json.remove("endsAt");
            if (over) {
                json.put("endsAt", now.toString());
            }
        }
        return json;
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
