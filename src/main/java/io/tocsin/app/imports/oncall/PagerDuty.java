package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Answers of PagerDuty's REST API. Its layers come with the one that wins first, as its own Terraform provider knows, which turns them round
 * (resource_pagerduty_schedule.go); one of them hides those behind it.
 */
final class PagerDuty {

    private static final Map<String, String> KINDS = Map.of("email", "email", "sms", "sms", "phone", "voice");

    private final Roster roster;
    private final Instant now;
    private final Set<String> unknown = new HashSet<>();

    PagerDuty(Roster roster, Instant now) {
        this.roster = roster;
        this.now = now;
    }

    void read(Things things) {
        Set<String> seen = new HashSet<>();
        things.take(part -> part.has("email") && part.text("type").startsWith("user")).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::addPerson);
        List<Part> schedules = things.take(
                part -> part.has("schedule_layers") || part.text("type").startsWith("schedule"));
        schedules.stream()
                .filter(part -> part.has("schedule_layers") && seen.add(part.text("id")))
                .forEach(this::schedule);
        schedules.stream()
                .filter(part -> !seen.contains(part.text("id")))
                .forEach(part -> part.left(
                        "the schedule `" + title(part) + "` without its layers",
                        "it is left out: save what GET /schedules/" + part.text("id") + " answers"));
        things.take(part -> part.has("escalation_rules")).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::escalation);
        things.leaveTheRest();
    }

    private static String title(Part part) {
        return part.text("name").isEmpty() ? part.text("summary") : part.text("name");
    }

    private void addPerson(Part user) {
        Contacts contacts = new Contacts();
        for (Part method : user.parts("contact_methods")) {
            String type = method.text("type").replaceFirst("_contact_method.*", "");
            if (!KINDS.containsKey(type)) {
                method.left(
                        "a contact method of " + title(user) + " of the type " + method.text("type"),
                        "no receiver here has such addresses: it is left out");
            } else if (method.has("address")) {
                contacts.add(
                        method,
                        KINDS.get(type),
                        type.equals("email")
                                ? method.text("address")
                                : Contacts.phone(method.text("country_code"), method.text("address")));
            } else {
                method.left(
                        "a contact method of " + title(user) + " without its address",
                        "fetch /users?include[]=contact_methods&include[]=notification_rules");
            }
        }
        if (!contacts.has("email")) {
            contacts.add(user, "email", user.text("email"));
        }
        if (contacts.all().isEmpty()) {
            user.left("the user " + title(user), "without an address there is nobody to notify: left out");
            return;
        }
        roster.person(
                user.text("id"),
                title(user),
                contacts.all(),
                Contacts.zoneOf(user, "time_zone", title(user)),
                pages(user, contacts));
    }

    /** PagerDuty knows two urgencies: by its own defaults critical and error are high, warning and info low. */
    private static Optional<ObjectNode> pages(Part user, Contacts contacts) {
        user.parts("notification_rules").stream()
                .filter(rule -> !rule.has("start_delay_in_minutes"))
                .findFirst()
                .ifPresent(rule -> rule.left(
                        "notification rules of " + title(user) + " without their times",
                        "fetch /users?include[]=contact_methods&include[]=notification_rules"));
        Optional<ArrayNode> high = steps(user, contacts, "high");
        Optional<ArrayNode> low = steps(user, contacts, "low");
        if (high.isPresent() != low.isPresent()) {
            user.left(
                    "the notification rules of " + title(user) + ", of " + (high.isPresent() ? "high" : "low")
                            + " urgency alone",
                    "the other one has the same here: change their `pages` if that is not meant (docs/escalation.md)");
        }
        return high.or(() -> low).map(some -> {
            ObjectNode pages = JsonNodeFactory.instance.objectNode();
            pages.set("critical", some);
            pages.set("high", some.deepCopy());
            pages.set("default", low.orElse(some).deepCopy());
            return pages;
        });
    }

    private static Optional<ArrayNode> steps(Part user, Contacts contacts, String urgency) {
        TreeMap<Integer, Set<String>> kinds = new TreeMap<>();
        for (Part rule : user.parts("notification_rules")) {
            String kind = KINDS.get(rule.at("contact_method").text("type").replaceFirst("_contact_method.*", ""));
            if (rule.text("urgency").equals(urgency) && rule.has("start_delay_in_minutes")) {
                if (kind != null && contacts.has(kind)) {
                    kinds.computeIfAbsent(rule.number("start_delay_in_minutes", 0), any -> new TreeSet<>())
                            .add(kind);
                } else {
                    rule.left(
                            "a notification rule of " + title(user) + " by "
                                    + rule.at("contact_method").text("type"),
                            "there is no such address here: it is left out");
                }
            }
        }
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode steps = JsonNodeFactory.instance.arrayNode();
        kinds.forEach((delay, via) -> {
            ObjectNode step = steps.addObject();
            via.forEach(step.putArray("via")::add);
            if (delay > 0) {
                step.put("after", delay + "m");
            }
        });
        return Optional.of(steps);
    }

    private void schedule(Part schedule) {
        String name = title(schedule);
        Optional<ZoneId> zone = Contacts.zone(schedule.text("time_zone"));
        if (zone.isEmpty()) {
            schedule.left(
                    "the schedule `" + name + "` in the time zone `" + schedule.text("time_zone") + "`",
                    "the zone is not known: it is left out");
            return;
        }
        List<Turns> turns = new ArrayList<>();
        List<Part> layers = schedule.parts("schedule_layers");
        for (int i = layers.size() - 1; i >= 0; i--) {
            try {
                turns.add(turns(layers.get(i), name, zone.get(), layers.size() - i));
            } catch (DateTimeException wrong) {
                layers.get(i)
                        .left(
                                "the layer `" + layers.get(i).text("name") + "` of `" + name + "`",
                                wrong.getMessage() + ": it is left out");
            }
        }
        List<ScheduleMaker.Instead> instead = new ArrayList<>();
        for (Part entry : schedule.at("overrides_subschedule").parts("rendered_schedule_entries")) {
            Optional<String> who = person(entry.at("user"));
            ScheduleMaker.instead(entry, "start", "end", who, Set.of()).ifPresent(instead::add);
        }
        new ScheduleMaker(roster, now)
                .add(
                        schedule,
                        List.of(schedule.text("id")),
                        name,
                        schedule.text("description"),
                        zone.get(),
                        turns,
                        instead);
    }

    private Turns turns(Part layer, String schedule, ZoneId zone, int level) {
        List<List<String>> people = new ArrayList<>();
        layer.parts("users")
                .forEach(
                        user -> people.add(person(user.at("user")).map(List::of).orElse(List.of())));
        return new Turns(
                layer.text("name"),
                level,
                zone,
                local(layer, "rotation_virtual_start", zone),
                Duration.ofSeconds(
                        layer.json().path("rotation_turn_length_seconds").asLong()),
                people,
                local(layer, "start", zone),
                layer.has("end") ? Optional.of(local(layer, "end", zone)) : Optional.empty(),
                hours(layer, schedule));
    }

    private static LocalDateTime local(Part layer, String field, ZoneId zone) {
        LocalDateTime local =
                OffsetDateTime.parse(layer.text(field)).atZoneSameInstant(zone).toLocalDateTime();
        if (local.getSecond() != 0) {
            layer.left(
                    field + " " + layer.text(field) + " of the layer `" + layer.text("name") + "`",
                    "here hands are changed at a full minute: it is " + local.getSecond() + " s sooner");
            return local.withSecond(0).withNano(0);
        }
        return local;
    }

    private static WeekHours hours(Part layer, String schedule) {
        WeekHours hours = new WeekHours();
        for (Part restriction : layer.parts("restrictions")) {
            LocalTime from = LocalTime.parse(restriction.text("start_time_of_day"));
            int seconds = restriction.number("duration_seconds", 0);
            int minute = from.toSecondOfDay() / 60;
            if (from.getSecond() != 0 || seconds % 60 != 0) {
                restriction.left(
                        "a restriction of the layer `" + layer.text("name") + "` of `" + schedule + "` with seconds",
                        "it is in full minutes here");
            }
            if (restriction.text("type").startsWith("weekly")) {
                hours.weekly((restriction.number("start_day_of_week", 1) - 1) * 1440 + minute, seconds / 60);
            } else {
                hours.daily(minute, seconds / 60);
            }
        }
        return hours;
    }

    /** Somebody to whom a reference points. */
    private Optional<String> person(Part reference) {
        Optional<String> found = roster.person(reference.text("id"));
        if (found.isEmpty() && unknown.add(reference.text("id"))) {
            reference.left(
                    "the user " + reference.text("summary") + " (" + reference.text("id") + ")",
                    "nobody of that id is in the files: their turns are nobody's. Save what"
                            + " GET /users?include[]=contact_methods&include[]=notification_rules answers, each page");
        }
        return found;
    }

    private void escalation(Part policy) {
        if (policy.has("on_call_handoff_notifications")) {
            policy.at("on_call_handoff_notifications")
                    .left(
                            "hand-off notifications (" + policy.text("on_call_handoff_notifications") + ") of `"
                                    + title(policy) + "`",
                            "here a schedule says who is notified when hands are changed: add `handover`"
                                    + " (docs/on-call.md)");
        }
        EscalationMaker escalation = new EscalationMaker(roster, title(policy), policy.text("description"));
        for (Part rule : policy.parts("escalation_rules")) {
            boolean takesTurns =
                    rule.at("escalation_rule_assignment_strategy").text("type").equals("round_robin");
            List<String> turns = new ArrayList<>();
            for (Part target : rule.parts("targets")) {
                if (target.text("type").startsWith("schedule")) {
                    schedule(target, escalation, takesTurns);
                } else {
                    person(target).ifPresent(takesTurns ? turns::add : escalation::person);
                }
            }
            if (!turns.isEmpty()) {
                escalation.inTurn(roster.team(rule.text("id"), title(policy) + " turns", turns));
            }
            escalation.step(Duration.ofMinutes(rule.number("escalation_delay_in_minutes", 30)));
        }
        escalation.end(policy, policy.number("num_loops", 0));
    }

    private void schedule(Part target, EscalationMaker escalation, boolean takesTurns) {
        List<String> made = roster.schedule(target.text("id"));
        if (made.isEmpty()) {
            target.left(
                    "the schedule " + target.text("summary") + " (" + target.text("id") + ")",
                    "it is not among what was made: the step does not page it. Save what GET /schedules/"
                            + target.text("id") + " answers");
        } else if (takesTurns) {
            target.left(
                    "the schedule " + target.text("summary") + " in turn with others",
                    "here only members of a team take turns: the step pages it each time");
        }
        escalation.schedules(made);
    }
}
