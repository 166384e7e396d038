package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.StringJoiner;

/** A trace for a person: what arrived, what it means, who was notified and how that ended, from top to bottom. */
final class TraceText {

    private static final int WIDE = 300;

    private final StringBuilder text = new StringBuilder();

    private final Instant now;

    private TraceText(Instant now) {
        this.now = now;
    }

    /** @param now tells what is to come from what is past */
    static String of(JsonNode trace, Instant now) {
        TraceText text = new TraceText(now);
        if (trace.has("digest")) {
            text.digest(trace.path("digest"));
        }
        text.event(trace);
        trace.path("alerts").forEach(text::alert);
        trace.path("refused")
                .forEach(one -> text.line(
                        "alert %s was refused: %s",
                        one.path("index").asText(), one.path("reason").asText()));
        if (trace.path("rules").has("note")) {
            text.line("note: %s", trace.at("/rules/note").asText());
        }
        trace.path("incidents").forEach(text::incident);
        trace.path("notices").forEach(text::notice);
        trace.path("deadLetters").forEach(text::deadLetter);
        return text.text.toString();
    }

    private void event(JsonNode trace) {
        JsonNode event = trace.path("event");
        line("event %s  %s", text(event, "id"), text(event, "state").toUpperCase(java.util.Locale.ROOT));
        line("  from %s at %s", text(event, "source"), text(event, "receivedAt"));
        String known = text(event, "externalId");
        line(
                "  %s bytes of %s%s",
                text(event, "bytes"),
                text(event, "contentType"),
                known.equals(text(event, "id")) ? "" : ", known to its sender as " + known);
        if (event.has("mapping")) {
            line("  mapping %s, rules %s", text(event, "mapping"), text(event, "rulesVersion"));
        }
        line(
                "  %s",
                event.has("withheld")
                        ? "(an admin can read its body)"
                        : event.path("body").toString());
        if (event.has("note")) {
            line("  note: %s", text(event, "note"));
        }
        if (event.has("dueAt")) {
            line("  %s", due(event, "next try"));
        }
        if (!trace.has("digest")) { // which names them all, with their titles
            trace.path("otherEvents").forEach(other -> line("  an older event of it: %s", other.asText()));
        }
        trace.path("repeats").forEach(repeat -> line("  repeated by: %s, counted only", repeat.asText()));
    }

    private void digest(JsonNode digest) {
        line(
                "%s  digest of %s incidents, %s",
                text(digest, "delivery"),
                digest.path("told").size(),
                text(digest, "reason").equals("quiet-hours")
                        ? "because quiet hours held them"
                        : "because so many waited at once");
        digest.path("told").forEach(told -> line("  in it: %s  %s", text(told, "event"), text(told, "title")));
        line("");
        line("the newest of them:");
    }

    private void alert(JsonNode entry) {
        JsonNode alert = entry.path("alert");
        line("");
        line("alert %s  %s, %s", text(entry, "id"), text(alert, "status"), text(alert, "severity"));
        line("  %s", text(alert, "title"));
        if (entry.has("late")) {
            line("  late: %s", text(entry, "late"));
        }
        if (entry.has("grouping")) {
            line("  put together by: %s", text(entry, "grouping"));
        }
        for (JsonNode rule : entry.path("rules")) {
            String verdict = text(rule, "verdict");
            String outcome = text(rule, "outcome") + (verdict.isEmpty() ? "" : ", " + verdict + window(rule));
            line("  %s %-32s %s%s", verdict.isEmpty() ? "-" : "+", text(rule, "rule"), outcome, reason(rule));
        }
    }

    /** Of what a duplicate is one, and until when the same again would be. */
    private String window(JsonNode rule) {
        if (!rule.has("since")) {
            return "";
        }
        String of = " of " + text(rule, "incident") + ", notified at " + text(rule, "since");
        if (!rule.has("until")) {
            return of + "; repeats are only counted until it is over";
        }
        return of + "; repeats " + (Ago.isPast(text(rule, "until"), now) ? "were" : "are") + " only counted until "
                + text(rule, "until");
    }

    /** When something is done next; what should have been done by now waits for its turn. */
    private String due(JsonNode node, String what) {
        String at = text(node, "dueAt");
        return Ago.isPast(at, now) ? what + " due since " + at : what + " at " + at;
    }

    private void incident(JsonNode incident) {
        line("");
        line("incident %s  %s, %s", text(incident, "id"), text(incident, "state"), text(incident, "severity"));
        line(
                "  rules %s, version %s, opened at %s%s",
                words(incident.path("rules")),
                text(incident, "version"),
                text(incident, "openedAt"),
                incident.has("resolvedAt") ? ", resolved at " + text(incident, "resolvedAt") : "");
        if (incident.has("grouping")) {
            line(
                    "  put together by %s: %s firing, %s over",
                    text(incident, "grouping"),
                    incident.at("/counts/firing").asText(),
                    incident.at("/counts/over").asText());
        }
        incident.path("heldBack")
                .forEach(entry -> line("  %s  %s: %s", text(entry, "at"), text(entry, "why"), text(entry, "detail")));
        incident.path("heldBy")
                .forEach(held -> line(
                        "  held back by %s%s%s",
                        text(held, "by"),
                        held.has("until") ? " until " + text(held, "until") : "",
                        held.has("comment") ? ", by " + text(held, "author") + ": " + text(held, "comment") : ""));
        related(incident);
        if (incident.has("acknowledgedBy")) {
            line("  acknowledged by %s", text(incident, "acknowledgedBy"));
        }
        if (incident.has("assignedTo")) {
            line("  assigned to %s", text(incident, "assignedTo"));
        }
        JsonNode next = incident.path("next");
        if (next.has("dueAt")) {
            line("  next at %s: %s", text(next, "dueAt"), text(next, "why"));
        }
        incident.path("escalations").forEach(one -> escalation(text(incident, "id"), one));
    }

    private void escalation(String incident, JsonNode one) {
        line("");
        line("escalation %s of %s  %s", text(one, "policy"), incident, EscalationText.how(one));
        EscalationText.paged(one).forEach(who -> line("  paged %s", who));
        EscalationText.later(one).forEach(who -> line("  %s", who));
        if (one.has("why")) {
            line("  %s: %s", one.has("dueAt") ? due(one, "next") : "next", text(one, "why"));
        }
        one.path("timeline")
                .forEach(entry -> line(
                        "  %s  %s%s%s",
                        text(entry, "at"),
                        text(entry, "actor").equals("escalation " + text(one, "policy"))
                                ? ""
                                : text(entry, "actor") + ": ",
                        text(entry, "why"),
                        entry.has("detail") ? ": " + text(entry, "detail") : ""));
    }

    private void notice(JsonNode notice) {
        line("");
        String state = text(notice, "state");
        // What became of a notice that was handed to receivers is said of each delivery.
        line("notice %s  %s%s", text(notice, "id"), text(notice, "kind"), state.equals("told") ? "" : ", " + state);
        if (notice.has("version")) {
            line(
                    "  version %s%s, for %s",
                    text(notice, "version"),
                    notice.path("round").asInt(1) > 1 ? ", round " + text(notice, "round") : "",
                    words(notice.path("rules")));
        }
        notice.path("deliveries").forEach(this::delivery);
    }

    private void delivery(JsonNode delivery) {
        line(
                "  to %-20s %s  %s%s",
                text(delivery, "receiver") + person(delivery),
                text(delivery, "state").toUpperCase(java.util.Locale.ROOT),
                text(delivery, "id"),
                (delivery.has("fallbackOf") ? ", in place of " + text(delivery, "fallbackOf") : "")
                        + held(delivery)
                        + (delivery.path("possibleDuplicate").asBoolean() ? ", may have come twice" : "")
                        + (delivery.has("waits") ? ", waits: " + text(delivery, "waits") : "")
                        + (delivery.has("underWay") ? ", being sent now" : "")
                        + (delivery.has("dueAt") ? ", " + due(delivery, "next try") : "")
                        + reason(delivery));
        for (JsonNode attempt : delivery.path("attempts")) {
            line(
                    "    %s  %s%s after %s ms%s",
                    text(attempt, "startedAt"),
                    text(attempt, "outcome"),
                    attempt.has("failureClass") ? " (" + text(attempt, "failureClass") + ")" : "",
                    text(attempt, "millis"),
                    attempt.has("answer") ? ": " + text(attempt, "answer") : "");
        }
    }

    private static String words(JsonNode names) {
        StringJoiner words = new StringJoiner(", ");
        names.forEach(name -> words.add(name.asText()));
        return words.toString();
    }

    private String held(JsonNode delivery) {
        if (!delivery.has("heldUntil")) {
            return "";
        }
        String until = text(delivery, "heldUntil");
        return Ago.isPast(until, now) ? ", was held until " + until : ", held until " + until;
    }

    private static String person(JsonNode delivery) {
        return delivery.has("person")
                ? ", " + text(delivery, "person") + " (" + text(delivery, "addressKind") + ")"
                : "";
    }

    private void deadLetter(JsonNode letter) {
        line("");
        line("dead letter %s  %s, %s", text(letter, "id"), text(letter, "kind"), text(letter, "state"));
        line("  %s", text(letter, "reason"));
        letter.path("audit")
                .forEach(entry -> line(
                        "  %s by %s at %s: %s",
                        text(entry, "action"), text(entry, "actor"), text(entry, "doneAt"), text(entry, "detail")));
        if (text(letter, "state").equals("open")) {
            line("  fix what is wrong, then: ./hub dead-letters redrive %s", text(letter, "id"));
        }
    }

    private static String reason(JsonNode node) {
        return node.has("reason") ? ": " + text(node, "reason") : "";
    }

    private void related(JsonNode incident) {
        incident.path("related")
                .forEach(other -> line(
                        "  related to %s (%s): %s", text(other, "id"), text(other, "state"), text(other, "title")));
        if (incident.has("relatedMore")) {
            line("  and to %s more", text(incident, "relatedMore"));
        }
    }

    private static String text(JsonNode node, String field) {
        return TerminalText.line(node.path(field).asText(""), WIDE);
    }

    private void line(String format, Object... values) {
        String line = format.formatted(values);
        text.append(line.isEmpty() ? "" : line.substring(0, indent(line)) + TerminalText.line(line, 2 * WIDE))
                .append('\n');
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
