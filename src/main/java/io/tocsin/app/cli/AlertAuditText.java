package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;

/** For a person: whether anyone was notified of an alert, when, and whether it arrived. */
final class AlertAuditText {

    private static final int WIDE = 300;

    private final PrintWriter out;
    private final Instant now;

    /** @param now tells how long ago things were */
    AlertAuditText(PrintWriter out, Instant now) {
        this.out = out;
        this.now = now;
    }

    void print(JsonNode found) {
        JsonNode alert = found.path("alert");
        if (!alert.isMissingNode()) {
            line(
                    "%s  %s, %s: %s",
                    text(alert, "id"), text(alert, "status"), text(alert, "severity"), text(alert, "title"));
        }
        summary(found.path("summary"), !found.path("incidents").isEmpty());
        found.path("incidents").forEach(this::incident);
    }

    private void summary(JsonNode summary, boolean hasIncidents) {
        long failed = summary.path("failed").asLong();
        long pending = summary.path("pending").asLong();
        String rest = (failed > 0 ? "; " + failed + " did not arrive" : "")
                + (pending > 0 ? "; " + pending + " under way" : "");
        if (summary.path("notified").asBoolean()) {
            String of = summary.path("truncated").asBoolean()
                    ? "of those that were looked at (the newest) "
                    : summary.has("knownSince") ? "of those that are kept " : "";
            line(
                    "yes: %s%s arrived, the first %s%s%s",
                    of.isEmpty() ? "" : "at least ",
                    notifications(summary.path("arrived").asLong()),
                    of,
                    Ago.both(text(summary, "firstArrivedAt"), now),
                    rest);
        } else if (!hasIncidents) {
            line("none known: no rule made an incident of it, or what said so was removed (hub.retention)");
        } else {
            ofItsGroup(summary, rest);
        }
    }

    private void ofItsGroup(JsonNode summary, String rest) {
        long counted = summary.at("/arrivedOfItsGroup/counted").asLong();
        long others = summary.at("/arrivedOfItsGroup/others").asLong();
        if (counted > 0) {
            line(
                    "perhaps: %s of its group arrived that may count it among those that are not named%s",
                    notifications(counted), rest);
        } else if (summary.path("truncated").asBoolean()) {
            line("not known: nothing that names it arrived of the newest that were looked at%s", rest);
        } else if (summary.has("knownSince")) {
            line(
                    "not known: nothing that names it arrived since %s; what was sent before is not kept"
                            + " (hub.retention, hub.audit.outcomes, hub.audit.retention)%s",
                    Ago.both(text(summary, "knownSince"), now), rest);
        } else if (others > 0) {
            line("no: nothing that names it arrived; %s of its group did, of others%s", notifications(others), rest);
        } else {
            line("no: nothing arrived%s", rest.isEmpty() ? ", and nothing was sent" : rest);
        }
    }

    private static String notifications(long count) {
        return count == 1 ? "1 notification" : count + " notifications";
    }

    private void incident(JsonNode incident) {
        out.println();
        line("incident %s  %s", text(incident, "id"), text(incident, "title"));
        line(
                "  %s%s%s",
                incident.has("openedAt") ? "opened " + Ago.both(text(incident, "openedAt"), now) : "",
                incident.has("resolvedAt") ? ", over " + Ago.both(text(incident, "resolvedAt"), now) : "",
                incident.path("isKept").asBoolean()
                        ? ""
                        : "; read from the audit, the incident itself was removed (hub.retention)");
        incident.path("heldBy")
                .forEach(held -> line(
                        "  held back by %s%s",
                        text(held, "by"), held.has("until") ? " until " + text(held, "until") : ""));
        Table sent = new Table("DECIDED", "OF", "RECEIVER", "PERSON", "OUTCOME", "WHEN", "ANSWER");
        incident.path("deliveries")
                .forEach(one -> sent.row(
                        text(one, "decidedAt"),
                        text(one, "kind") + (text(one, "naming").equals("others") ? ", of others" : ""),
                        text(one, "receiver"),
                        one.has("person") ? text(one, "person") + " (" + text(one, "addressKind") + ")" : "",
                        text(one, "outcome") + (one.path("possibleDuplicate").asBoolean() ? ", maybe twice" : ""),
                        one.has("arrivedAt") ? text(one, "arrivedAt") : text(one, "settledAt"),
                        answer(one)));
        sent.print(out);
        if (incident.path("deliveries").isEmpty()) {
            line("  nothing was sent of it");
            incident.path("timeline")
                    .forEach(entry -> line(
                            "  %s %s%s",
                            text(entry, "at"),
                            text(entry, "why"),
                            entry.has("detail") ? ": " + text(entry, "detail") : ""));
        }
        Table acts = new Table("DONE", "BY", "ACTION", "DETAIL");
        incident.path("acts")
                .forEach(act ->
                        acts.row(text(act, "doneAt"), text(act, "actor"), text(act, "action"), text(act, "detail")));
        acts.print(out);
    }

    /** What the receiver said, or why it was not sent. */
    private static String answer(JsonNode one) {
        long tries = one.path("tries").asLong();
        String said = one.has("reason") ? text(one, "reason") : text(one, "answer");
        return tries > 1 ? tries + " tries: " + said : said;
    }

    private static String text(JsonNode node, String field) {
        return TerminalText.line(node.path(field).asText(""), WIDE);
    }

    private void line(String format, Object... values) {
        out.println(format.formatted(values).stripTrailing());
    }
}
