package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Entry;
import io.tocsin.model.incident.Escalation;
import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Matched;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Subscription;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All that the hub knows of one incident, for a reader: how it stands, what is due next and why, and what happened. */
public final class IncidentSheet {

    /** So many of its alerts, the worst that fire first; and so many of its newest comments. */
    private static final int MOST = 200;

    private final Handle tx;
    private final ObjectMapper json;

    /**
     * @param tx where it is read
     * @param json makes what is told
     */
    public IncidentSheet(Handle tx, ObjectMapper json) {
        this.tx = tx;
        this.json = json;
    }

    /** The incident with this id; empty where there is none. */
    public Optional<ObjectNode> read(String id) {
        return IncidentRow.of(tx, List.of(id)).stream().findFirst().map(this::tell);
    }

    /** How several stand and what happened, by their ids: the same of each without its alerts and comments. */
    public Map<String, ObjectNode> standing(Collection<String> ids) {
        Map<String, ObjectNode> sheets = new HashMap<>();
        IncidentRow.of(tx, ids).forEach(row -> {
            ObjectNode sheet = stands(row);
            timeline(sheet, row);
            sheets.put(row.id(), sheet);
        });
        return sheets;
    }

    private ObjectNode tell(IncidentRow row) {
        ObjectNode sheet = stands(row).put("entries", row.incident().entries());
        members(sheet, row);
        ArrayNode comments = sheet.putArray("comments");
        Comments.of(tx, row.id(), MOST).forEach(comment -> comments.addObject()
                .put("id", comment.id())
                .put("at", comment.at().toString())
                .put("by", comment.by())
                .put("text", comment.text()));
        timeline(sheet, row);
        return sheet;
    }

    private ObjectNode stands(IncidentRow row) {
        Incident incident = row.incident();
        ObjectNode sheet = json.createObjectNode()
                .put("id", incident.id())
                .put("state", incident.status().word())
                .put("severity", incident.severity().word())
                .put("title", incident.title());
        incident.grouping().ifPresent(grouping -> sheet.put("grouping", grouping));
        time(sheet, "openedAt", Optional.of(incident.openedAt()));
        time(sheet, "changedAt", Optional.of(row.changedAt()));
        time(sheet, "resolvedAt", incident.resolvedAt());
        sheet.put("version", incident.version());
        HandlingJson.write(sheet, incident.handling());
        sheet.set("counts", counts(incident.firing()).put("over", incident.over()));
        next(sheet, row);
        ArrayNode subscriptions = sheet.putArray("subscriptions");
        row.standing().subscriptions().forEach(held -> subscriptions.add(subscription(held)));
        escalations(sheet, incident);
        return sheet;
    }

    private void timeline(ObjectNode sheet, IncidentRow row) {
        ArrayNode timeline = sheet.putArray("timeline");
        row.timeline().forEach(entry -> timeline.add(entry(entry)));
    }

    private ObjectNode counts(Counts firing) {
        ObjectNode counts = json.createObjectNode().put("firing", firing.total());
        for (Severity severity : Severity.values()) {
            if (firing.of(severity) > 0) {
                counts.put(severity.word(), firing.of(severity));
            }
        }
        return counts;
    }

    /** What is due next, and why. */
    private static void next(ObjectNode sheet, IncidentRow row) {
        row.incident().dueAt().ifPresent(due -> sheet.putObject("next")
                .put("dueAt", due.toString())
                .put("why", whyNext(row, due)));
    }

    private static String whyNext(IncidentRow row, Instant due) {
        Incident incident = row.incident();
        if (incident.lingers()) {
            return "what still fires then is a new incident";
        }
        if (incident.steadyAt().equals(Optional.of(due))) {
            return "an alert that flaps may be steady by then";
        }
        return escalationAt(incident, due)
                .or(() -> row.standing().subscriptions().stream()
                        .filter(held -> held.nextAt().isPresent())
                        .min(Comparator.comparing(held -> held.nextAt().get()))
                        .map(held -> "rule " + held.rule() + ": " + words(held.nextWhy())))
                .orElse("");
    }

    private static Optional<String> escalationAt(Incident incident, Instant due) {
        return incident.escalations().stream()
                .filter(one -> one.nextAt().equals(Optional.of(due)))
                .findFirst()
                .map(one -> "escalation " + one.policy() + ": " + words(one, due));
    }

    private static String words(Escalation one, Instant due) {
        if (one.state() == Escalation.State.ANSWERED) {
            return "the acknowledgement holds no longer";
        }
        boolean own = one.later().stream().anyMatch(later -> later.at().equals(due))
                && !one.dueAt().equals(Optional.of(due));
        return own ? "what somebody is sent by their own rules" : "its next step";
    }

    /** What of them has done something, or is about to. */
    private static void escalations(ObjectNode sheet, Incident incident) {
        if (incident.escalations().isEmpty()) {
            return;
        }
        ArrayNode all = sheet.putArray("escalations");
        for (Escalation one : incident.escalations()) {
            ObjectNode node = all.addObject()
                    .put("policy", one.policy())
                    .put("state", one.state().word())
                    .put("pass", one.pass())
                    .put("step", one.step());
            time(node, "startedAt", Optional.of(one.startedAt()));
            time(node, "takenAt", one.takenAt());
            time(node, "dueAt", one.nextAt());
            if (one.held()) {
                node.put("held", true).put("why", "all that fires is held back, or its rules rest");
            } else {
                one.nextAt().ifPresent(due -> node.put("why", words(one, due)));
            }
            one.raised().ifPresent(severity -> node.put("raised", severity.word()));
            ArrayNode paged = node.putArray("paged");
            one.aims().forEach(aim -> paged.addObject().put("who", aim.who()).put("reached", !aim.missed()));
            if (!one.later().isEmpty() && one.state() != Escalation.State.ANSWERED) {
                ArrayNode later = node.putArray("later");
                one.later().forEach(next -> later.addObject()
                        .put("person", next.person())
                        .put("via", String.join(", ", next.kinds()))
                        .put("at", next.at().toString()));
            }
        }
    }

    private ObjectNode subscription(Subscription held) {
        ObjectNode node = json.createObjectNode().put("rule", held.rule());
        node.set("firing", counts(held.firing()));
        time(node, "lookedAt", held.looked());
        held.nextAt().ifPresent(due -> node.put("dueAt", due.toString()).put("why", words(held.nextWhy())));
        return node;
    }

    private static String words(Subscription.Why why) {
        return switch (why) {
            case WAIT -> "its first notification, after its wait";
            case CHANGE -> "something changed";
            case REPEAT -> "what goes on may have to be sent again";
            case HOLD -> "what holds alerts back ends";
            case NOTHING -> "nothing";
        };
    }

    private void members(ObjectNode sheet, IncidentRow row) {
        ArrayNode members = sheet.putArray("members");
        List<Member> first = row.group.isGrouped() ? MemberRow.newest(tx, row.id(), MOST) : row.members();
        first.stream()
                .sorted(Comparator.comparing((Member member) -> !member.fires())
                        .thenComparing(Member::severity)
                        .thenComparing(Member::since, Comparator.reverseOrder()))
                .limit(MOST)
                .forEach(member -> members.add(member(member)));
        long all = row.incident().firing().total() + row.incident().over();
        if (all > first.size()) {
            sheet.put("membersLeftOut", all - first.size());
        }
    }

    private ObjectNode member(Member member) {
        ObjectNode node = json.createObjectNode()
                .put("alert", member.alert())
                .put("title", member.title())
                .put("status", member.fires() ? "firing" : "resolved")
                .put("severity", member.severity().word())
                .put("since", member.since().toString());
        time(node, "overAt", member.overAt());
        node.put("count", member.count());
        Optional.of(member).filter(Member::flaps).flatMap(Member::flapping).ifPresent(flaps -> flapping(node, flaps));
        ArrayNode rules = node.putArray("rules");
        member.matched().stream()
                .filter(match -> match.fires() == member.fires())
                .map(Matched::rule)
                .forEach(rules::add);
        return node;
    }

    private static void flapping(ObjectNode member, Flapping flaps) {
        ObjectNode node = member.putObject("flapping");
        time(node, "since", flaps.since());
        node.put("steadyAt", flaps.steadyAt().toString());
        time(node, "overAt", flaps.over().map(Flapping.End::at));
    }

    private ObjectNode entry(Entry entry) {
        ObjectNode node = json.createObjectNode()
                .put("n", entry.n())
                .put("at", entry.at().toString())
                .put("kind", entry.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("actor", entry.actor())
                .put("why", entry.why());
        if (!entry.detail().isEmpty()) {
            node.put("detail", entry.detail());
        }
        return node;
    }

    private static void time(ObjectNode node, String name, Optional<Instant> time) {
        time.ifPresent(at -> node.put(name, at.toString()));
    }
}
