package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/** An incident for a person, from how it stands to what happened. */
final class IncidentText {

    private static final int WIDE = 300;

    private final PrintWriter out;
    private final Instant now;

    /** @param now tells how long ago things were */
    IncidentText(PrintWriter out, Instant now) {
        this.out = out;
        this.now = now;
    }

    void print(JsonNode incident) {
        line(
                "%s  %s, %s",
                text(incident, "id"), text(incident, "state").toUpperCase(Locale.ROOT), text(incident, "severity"));
        line("  %s", text(incident, "title"));
        line("  opened %s%s", ago(incident, "openedAt"), since(incident, "resolvedAt", ", over "));
        did(incident.path("acknowledged"), "acknowledged");
        if (incident.has("assignedTo")) {
            line("  assigned to %s", text(incident, "assignedTo"));
        }
        did(incident.path("resolved"), "resolved");
        did(incident.path("closed"), "closed");
        JsonNode earlier = incident.path("earlier");
        if (earlier.has("incident")) {
            line("  goes on from %s, which %s resolved", text(earlier, "incident"), text(earlier, "resolvedBy"));
        }
        status(incident.path("publicStatus"));
        incident.path("heldBy")
                .forEach(held -> line("  held back by %s%s", text(held, "by"), since(held, "until", " until ")));
        incident.path("related")
                .forEach(other -> line(
                        "  related: %s  %s, %s, opened %s: %s",
                        text(other, "id"),
                        text(other, "state").toUpperCase(Locale.ROOT),
                        text(other, "severity"),
                        ago(other, "openedAt"),
                        text(other, "title")));
        if (incident.has("relatedMore")) {
            line("  and %s more are related", text(incident, "relatedMore"));
        }
        incident.path("escalations").forEach(this::escalation);
        JsonNode next = incident.path("next");
        if (next.has("dueAt")) {
            line("  next: %s, %s", text(next, "dueAt"), text(next, "why"));
        }
        table(incident);
    }

    private void escalation(JsonNode one) {
        line(
                "  escalation %s: %s%s",
                text(one, "policy"),
                EscalationText.how(one),
                one.has("held") ? ", waits since all that fires is held back" : since(one, "dueAt", ", goes on "));
        EscalationText.paged(one).forEach(who -> line("    %s", who));
        EscalationText.later(one).forEach(who -> line("    %s", who));
    }

    private void did(JsonNode act, String what) {
        if (act.has("by")) {
            line("  %s by %s, %s", what, text(act, "by"), ago(act, "at"));
        }
    }

    private void status(JsonNode said) {
        if (said.has("status")) {
            line("  public status: %s", text(said, "status"));
            for (String name : new String[] {"impact", "rootCause", "resolution"}) {
                if (said.has(name)) {
                    line("    %s: %s", name.equals("rootCause") ? "root cause" : name, text(said, name));
                }
            }
        }
    }

    private void table(JsonNode incident) {
        out.println();
        Table alerts = new Table("ALERT", "STATUS", "SEVERITY", "SINCE", "RULES", "TITLE");
        incident.path("members").forEach(member -> {
            StringJoiner rules = new StringJoiner(", ");
            member.path("rules").forEach(rule -> rules.add(rule.asText()));
            alerts.row(
                    text(member, "alert"),
                    text(member, "status") + (member.has("flapping") ? ", flapping" : ""),
                    text(member, "severity"),
                    ago(member, "since"),
                    rules.toString(),
                    text(member, "title"));
        });
        alerts.print(out);
        if (incident.has("membersLeftOut")) {
            line("and %s more", text(incident, "membersLeftOut"));
        }
        out.println();
        Table sent = new Table("NOTIFIED", "OF", "RECEIVER", "PERSON", "STATE");
        incident.path("deliveries")
                .forEach(one -> sent.row(
                        ago(one, "decidedAt"),
                        text(one, "kind"),
                        text(one, "receiver"),
                        text(one, "person"),
                        text(one, "state")
                                + since(one, "settledAt", " ")
                                + since(one, "heldUntil", ", held until ")
                                + (one.has("reason") ? ": " + text(one, "reason") : "")));
        sent.print(out);
        out.println();
        Table timeline = new Table("WHEN", "WHO", "WHAT");
        incident.path("timeline")
                .forEach(entry -> timeline.row(
                        text(entry, "at"),
                        text(entry, "actor"),
                        text(entry, "why") + (entry.has("detail") ? ": " + text(entry, "detail") : "")));
        timeline.print(out);
        out.println();
        Table comments = new Table("SAID", "BY", "COMMENT");
        incident.path("comments").forEach(one -> comments.row(ago(one, "at"), text(one, "by"), text(one, "text")));
        comments.print(out);
    }

    private String since(JsonNode node, String field, String before) {
        return node.has(field) ? before + text(node, field) : "";
    }

    private String ago(JsonNode node, String field) {
        return Ago.both(text(node, field), now);
    }

    private static String text(JsonNode node, String field) {
        return TerminalText.line(node.path(field).asText(""), WIDE);
    }

    private void line(String format, Object... values) {
        out.println(format.formatted(values));
    }
}
