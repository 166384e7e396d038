package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.schedule.CalendarFeedEntry;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers of Grafana OnCall's API. A shift of a higher level hides those below it; those of one level are on call together. */
final class GrafanaOnCall {

    private static final String SHIFTS = "single_event recurrent_event rolling_users override";

    private final Roster roster;
    private final Instant now;
    private final Set<String> unknown = new HashSet<>();
    private final Map<String, Part> shifts = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    GrafanaOnCall(Roster roster, Instant now) {
        this.roster = roster;
        this.now = now;
    }

    void read(Things things) {
        Set<String> seen = new HashSet<>();
        things.take(part -> part.has("username")).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::addPerson);
        things.take(part -> part.has("start") && List.of(SHIFTS.split(" ")).contains(part.text("type")))
                .forEach(part -> shifts.putIfAbsent(part.text("id"), part));
        things.take(part -> List.of("ical", "calendar", "web").contains(part.text("type"))).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::schedule);
        shifts.values().stream()
                .filter(shift -> !used.contains(shift.text("id")))
                .forEach(
                        shift -> shift.left(
                                "the shift `" + shift.text("name") + "`",
                                "no schedule in the files has it: it is left out. Save what GET /api/v1/schedules answers, each page"));
        Map<String, List<Part>> steps = new HashMap<>();
        things.take(part -> part.has("escalation_chain_id"))
                .forEach(part -> steps.computeIfAbsent(part.text("escalation_chain_id"), any -> new ArrayList<>())
                        .add(part));
        things.take(part -> part.has("name") && part.has("id") && !part.has("type")).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(chain -> escalation(
                        chain,
                        chain.text("name"),
                        Optional.ofNullable(steps.remove(chain.text("id"))).orElse(List.of())));
        steps.forEach((chain, some) -> {
            some.get(0)
                    .left(
                            "the escalation chain " + chain + " without its name",
                            "it is called so here: save what GET /api/v1/escalation_chains answers");
            escalation(some.get(0), "chain-" + chain, some);
        });
        things.leaveTheRest();
    }

    private void addPerson(Part user) {
        Contacts contacts = new Contacts();
        contacts.add(user, "email", user.text("email"));
        user.parts("slack").forEach(slack -> contacts.add(slack, "slack", slack.text("user_id")));
        if (contacts.all().isEmpty()) {
            user.left("the user " + user.text("username"), "without an address there is nobody to notify: left out");
            return;
        }
        if (user.json().path("is_phone_number_verified").asBoolean(false)) {
            user.left(
                    "the telephone number of " + user.text("username"),
                    "the API does not tell it: add `sms` and `voice` to their addresses");
        }
        if (roster.count("people") == 0) {
            user.left(
                    "notification rules of users",
                    "this import does not read them: write `pages` for each, at which addresses they are paged and after"
                            + " what time (docs/escalation.md)");
        }
        roster.person(
                user.text("id"),
                user.text("username").replaceFirst("@.*", ""),
                contacts.all(),
                Contacts.zoneOf(user, "timezone", user.text("username")),
                Optional.empty());
    }

    private List<String> people(Part part, List<String> ids) {
        List<String> names = new ArrayList<>();
        for (String id : ids) {
            roster.person(id).ifPresent(names::add);
            if (roster.person(id).isEmpty() && unknown.add(id)) {
                part.left(
                        "the user " + id,
                        "nobody of that id is in the files: save what GET /api/v1/users answers, each page");
            }
        }
        return names;
    }

    private void schedule(Part schedule) {
        String name = schedule.text("name");
        if (schedule.has("ical_url_overrides")) {
            schedule.left(
                    "ical_url_overrides of `" + name + "`",
                    "overrides are in the file or made by command (docs/on-call.md): it is left out");
        }
        if (schedule.at("slack").has("channel_id") || schedule.at("slack").has("user_group_id")) {
            schedule.left(
                    "the Slack channel or user group of `" + name + "`",
                    "here `handover` says who is notified when hands are changed (docs/on-call.md); no user group is kept");
        }
        String called = Contacts.zoneOf(schedule, "time_zone", "the schedule `" + name + "`");
        ZoneId zone = ZoneId.of(called.isEmpty() ? "UTC" : called);
        if (schedule.text("type").equals("ical")) {
            calendar(schedule, name, zone);
            return;
        }
        Set<String> ids = new HashSet<>(schedule.texts("shifts"));
        List<Turns> turns = new ArrayList<>();
        List<ScheduleMaker.Instead> instead = new ArrayList<>();
        for (Part shift : shifts.values()) {
            if (ids.remove(shift.text("id")) || shift.text("schedule").equals(schedule.text("id"))) {
                used.add(shift.text("id"));
                shift(shift, name, zone, turns, instead);
            }
        }
        if (!ids.isEmpty()) {
            schedule.left(
                    "shifts of `" + name + "`: " + String.join(", ", new java.util.TreeSet<>(ids)),
                    "they are not in the files: save what GET /api/v1/on_call_shifts answers, each page");
        }
        turns.sort(Comparator.comparingInt(Turns::level));
        new ScheduleMaker(roster, now).add(schedule, List.of(schedule.text("id")), name, "", zone, turns, instead);
    }

    /** Its events name people as a schedule's calendar here does: {@code [L1] alex}. */
    private void calendar(Part schedule, String name, ZoneId zone) {
        Optional<URI> url = CalendarFeedEntry.url(schedule.text("ical_url_primary"));
        if (url.isEmpty()) {
            schedule.left("the schedule `" + name + "` of a calendar without an address", "it is left out");
            return;
        }
        ObjectNode made = JsonNodeFactory.instance
                .objectNode()
                .put("name", roster.scheduleName(name))
                .put("zone", zone.getId());
        made.putObject("calendar").put("url", url.get().toString());
        schedule.left(
                "priorities in the calendar of `" + name + "`, such as [L1]",
                "of events at one time everybody is on call here");
        roster.schedules(List.of(schedule.text("id")), List.of(made));
    }

    private void shift(
            Part part, String schedule, ZoneId zone, List<Turns> turns, List<ScheduleMaker.Instead> instead) {
        try {
            List<List<String>> groups = groups(part);
            OnCallShift shift = new OnCallShift(part, groups, zone);
            if (part.text("type").equals("override")) {
                if (part.has("frequency")) {
                    part.left(
                            "the override `" + part.text("name") + "` that comes again",
                            "its first time alone is carried over");
                }
                instead.add(new ScheduleMaker.Instead(
                        shift.start().atZone(shift.zone()).toInstant(),
                        shift.end().atZone(shift.zone()).toInstant(),
                        groups.stream().findFirst().orElse(List.of()),
                        Set.of()));
                return;
            }
            Optional<String> trouble = shift.trouble();
            if (trouble.isPresent() || groups.isEmpty()) {
                part.left(
                        "the shift `" + part.text("name") + "` of `" + schedule + "`",
                        trouble.orElse("it has no users") + ": it is left out");
            } else {
                turns.add(shift.turns());
            }
        } catch (DateTimeException | StringIndexOutOfBoundsException wrong) {
            part.left(
                    "the shift `" + part.text("name") + "` of `" + schedule + "`",
                    wrong.getMessage() + ": it is left out");
        }
    }

    private List<List<String>> groups(Part shift) {
        List<List<String>> groups = new ArrayList<>();
        for (Part group : shift.parts("rolling_users")) {
            List<String> ids = new ArrayList<>();
            group.json().forEach(id -> ids.add(id.asText()));
            groups.add(people(shift, ids));
        }
        if (groups.isEmpty()) {
            List<String> all = people(shift, shift.texts("users"));
            return all.isEmpty() ? List.of() : List.of(all);
        }
        Collections.rotate(groups, -Math.floorMod(shift.number("start_rotation_from_user_index", 0), groups.size()));
        return groups;
    }

    private void escalation(Part chain, String name, List<Part> unsorted) {
        EscalationMaker escalation = new EscalationMaker(roster, name, "");
        int repeat = 0;
        for (Part policy : unsorted.stream()
                .sorted(Comparator.comparingInt(part -> part.number("position", 0)))
                .toList()) {
            if (policy.json().path("important").asBoolean(false)) {
                policy.left(
                        "an important step of `" + name + "`",
                        "here a person's `pages` go by the severity of the incident (docs/escalation.md)");
            }
            switch (policy.text("type")) {
                case "wait" -> escalation.step(Duration.ofSeconds(policy.number("duration", 300)));
                case "repeat_escalation" -> repeat = 5; // what it does there
                default -> target(policy, name, escalation);
            }
        }
        if (!escalation.isEmpty() || !escalation.hasSteps()) {
            escalation.step(EscalationMaker.LAST);
        }
        escalation.end(chain, repeat);
    }

    private void target(Part policy, String name, EscalationMaker escalation) {
        switch (policy.text("type")) {
            case "notify_persons", "notify_person" ->
                people(policy, policy.texts("persons_to_notify")).forEach(escalation::person);
            case "notify_person_next_each_time" -> {
                List<String> members = people(policy, policy.texts("persons_to_notify_next_each_time"));
                if (!members.isEmpty()) {
                    escalation.inTurn(roster.team(policy.text("id"), name + " turns", members));
                }
            }
            case "notify_on_call_from_schedule" -> {
                List<String> made = roster.schedule(policy.text("notify_on_call_from_schedule"));
                if (made.isEmpty()) {
                    policy.left(
                            "the schedule " + policy.text("notify_on_call_from_schedule") + " in `" + name + "`",
                            "it is not among what was made: the step does not page it");
                }
                escalation.schedules(made);
            }
            default ->
                policy.left(
                        "a step of the type " + policy.text("type") + " in `" + name + "`",
                        "there is none such here: it is left out");
        }
    }
}
