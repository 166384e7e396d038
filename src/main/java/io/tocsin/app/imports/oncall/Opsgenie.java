package io.tocsin.app.imports.oncall;

import io.tocsin.app.imports.Names;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers of Opsgenie's API. All rotations of its schedules are on call together: none hides another one. */
final class Opsgenie {

    private static final Map<String, String> KINDS = Map.of("email", "email", "sms", "sms", "voice", "voice");

    private static final Map<String, Duration> LENGTHS =
            Map.of("weekly", Duration.ofDays(7), "daily", Duration.ofDays(1), "hourly", Duration.ofHours(1));

    private final Roster roster;
    private final Instant now;
    private final Set<String> unknown = new HashSet<>();
    private final Map<String, List<Part>> overrides = new HashMap<>();

    Opsgenie(Roster roster, Instant now) {
        this.roster = roster;
        this.now = now;
    }

    void read(Things things) {
        Set<String> seen = new HashSet<>();
        List<Part> people = things.take(part -> part.has("username"));
        // An answer about one user has the contacts that a list has not.
        people.stream()
                .sorted(Comparator.comparing(part -> !part.has("userContacts")))
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::addPerson);
        things.take(part -> part.has("members")).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::team);
        things.take(part -> part.has("startDate") && part.has("endDate") && part.has("user"))
                .forEach(part -> overrides
                        .computeIfAbsent(part.at("_parent").text("id"), any -> new ArrayList<>())
                        .add(part));
        things.take(part -> part.has("timezone")).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::schedule);
        overrides.values().forEach(some -> some.get(0)
                .left(
                        "overrides of the schedule " + some.get(0).at("_parent").text("name"),
                        "its schedule is not in the files: they are left out"));
        things.take(part -> part.json().path("rules").isArray()).stream()
                .filter(part -> seen.add(part.text("id")))
                .forEach(this::escalation);
        things.leaveTheRest();
    }

    private void addPerson(Part user) {
        Contacts contacts = new Contacts();
        for (Part contact : user.parts("userContacts")) {
            String method = contact.text("contactMethod").toLowerCase(Locale.ROOT);
            if (!KINDS.containsKey(method)) {
                contact.left(
                        "a contact of " + user.text("username") + " by " + method,
                        "no receiver here has such addresses: it is left out");
            } else if (!contact.json().path("enabled").asBoolean(true)
                    || !contact.at("status").json().path("enabled").asBoolean(true)) {
                contact.left(
                        "a contact of " + user.text("username") + " by " + method + ", which is disabled",
                        "it is left out");
            } else {
                contacts.add(
                        contact,
                        KINDS.get(method),
                        method.equals("email") ? contact.text("to") : Contacts.phone("", contact.text("to")));
            }
        }
        if (!contacts.has("email") && user.text("username").contains("@")) {
            contacts.add(user, "email", user.text("username"));
        }
        if (contacts.all().isEmpty()) {
            user.left("the user " + user.text("username"), "without an address there is nobody to notify: left out");
            return;
        }
        if (user.json().path("blocked").asBoolean(false)) {
            user.left(
                    "the user " + user.text("username") + ", who is blocked",
                    "here they are notified as others are: remove them if that is not meant");
        }
        if (roster.count("people") == 0) {
            user.left(
                    "notification rules of users",
                    "this import does not read them: write `pages` for each, at which addresses they are paged and after"
                            + " what time (docs/escalation.md)");
        }
        if (!user.has("userContacts")) {
            user.left(
                    "the user " + user.text("username") + " without contacts",
                    "they have their e-mail address alone: save what GET /v2/users/" + user.text("id")
                            + "?expand=contact answers for numbers");
        }
        roster.person(
                user.text("id"),
                user.text("fullName").isEmpty() ? user.text("username").replaceFirst("@.*", "") : user.text("fullName"),
                contacts.all(),
                Contacts.zoneOf(user, "timeZone", user.text("username")),
                Optional.empty());
        roster.alsoKnown(user.text("id"), user.text("username"));
    }

    private void team(Part team) {
        List<String> members = new ArrayList<>();
        team.parts("members").forEach(member -> person(member.at("user")).ifPresent(members::add));
        if (members.isEmpty()) {
            team.left("the team " + team.text("name"), "none of its members is here: it is left out");
        } else {
            String name = roster.team(team.text("id"), team.text("name"), members);
            if (!name.equals(team.text("name"))) {
                team.left("the team " + team.text("name"), "it is called " + name + " here");
            }
        }
    }

    private Optional<String> person(Part reference) {
        String id = reference.text("id");
        String username = reference.text("username");
        Optional<String> found = roster.person(id).or(() -> roster.person(username));
        if (found.isEmpty() && unknown.add(id + username)) {
            reference.left(
                    "the user " + (username.isEmpty() ? id : username),
                    "nobody of that name is in the files: their turns are nobody's. Save what GET /v2/users answers, each page");
        }
        return found;
    }

    private void schedule(Part schedule) {
        String name = schedule.text("name");
        List<Part> replaced =
                Optional.ofNullable(overrides.remove(schedule.text("id"))).orElse(List.of());
        Optional<ZoneId> zone = Contacts.zone(schedule.text("timezone"));
        if (!schedule.json().path("enabled").asBoolean(true)) {
            schedule.left("the schedule `" + name + "`, which is disabled", "it notifies nobody there: it is left out");
            return;
        }
        if (zone.isEmpty()) {
            schedule.left(
                    "the schedule `" + name + "` in the time zone `" + schedule.text("timezone") + "`",
                    "the zone is not known: it is left out");
            return;
        }
        if (!schedule.has("rotations")) {
            schedule.left(
                    "the schedule `" + name + "` without its rotations",
                    "it is left out: save what GET /v2/schedules?expand=rotation answers");
            return;
        }
        List<Turns> turns = new ArrayList<>();
        Map<String, String> called = new HashMap<>();
        Names names = new Names();
        for (Part rotation : schedule.parts("rotations")) {
            try {
                String unique = names.like(rotation.text("name"));
                turns.add(turns(rotation, unique, name, zone.get()));
                called.put(rotation.text("id"), unique);
            } catch (DateTimeException | IllegalArgumentException wrong) {
                rotation.left(
                        "the rotation `" + rotation.text("name") + "` of `" + name + "`",
                        wrong.getMessage() + ": it is left out");
            }
        }
        new ScheduleMaker(roster, now)
                .add(
                        schedule,
                        List.of(schedule.text("id"), "name:" + name),
                        name,
                        schedule.text("description"),
                        zone.get(),
                        turns,
                        instead(replaced, called));
    }

    private List<ScheduleMaker.Instead> instead(List<Part> replaced, Map<String, String> names) {
        List<ScheduleMaker.Instead> instead = new ArrayList<>();
        for (Part one : replaced) {
            if (!one.at("user").text("type").equals("user")) {
                one.left(
                        "an override by a " + one.at("user").text("type"),
                        "here people alone are on call: it is left out");
                continue;
            }
            Set<String> rotations = one.parts("rotations").stream()
                    .map(rotation -> names.getOrDefault(rotation.text("id"), ""))
                    .collect(Collectors.toSet());
            ScheduleMaker.instead(one, "startDate", "endDate", person(one.at("user")), rotations)
                    .ifPresent(instead::add);
        }
        return instead;
    }

    private Turns turns(Part rotation, String called, String schedule, ZoneId zone) {
        Duration one = LENGTHS.get(rotation.text("type"));
        if (one == null) {
            throw new IllegalArgumentException("turns of the type `" + rotation.text("type") + "`");
        }
        List<List<String>> people = new ArrayList<>();
        for (Part participant : rotation.parts("participants")) {
            people.add(
                    switch (participant.text("type")) {
                        case "user" -> person(participant).map(List::of).orElse(List.of());
                        case "none" -> List.of();
                        default -> {
                            participant.left(
                                    "the " + participant.text("type") + " " + participant.text("name")
                                            + " in the rotation `" + rotation.text("name") + "` of `" + schedule + "`",
                                    "here people alone take turns: the turn is nobody's");
                            yield List.of();
                        }
                    });
        }
        LocalDateTime start = local(rotation, "startDate", zone);
        return new Turns(
                called,
                0,
                zone,
                start,
                one.multipliedBy(Math.max(1, rotation.number("length", 1))),
                people,
                start,
                rotation.has("endDate") ? Optional.of(local(rotation, "endDate", zone)) : Optional.empty(),
                hours(rotation.at("timeRestriction")));
    }

    private static LocalDateTime local(Part part, String field, ZoneId zone) {
        return OffsetDateTime.parse(part.text(field)).atZoneSameInstant(zone).toLocalDateTime();
    }

    private static WeekHours hours(Part restriction) {
        WeekHours hours = new WeekHours();
        if (restriction.text("type").equals("time-of-day")) {
            Part times = restriction.at("restriction");
            hours.daily(minute(times, "start"), length(minute(times, "end") - minute(times, "start"), 1440));
        }
        for (Part times : restriction.parts("restrictions")) {
            int from = day(times.text("startDay")) + minute(times, "start");
            int to = day(times.text("endDay")) + minute(times, "end");
            hours.weekly(from, length(to - from, 7 * 1440));
        }
        return hours;
    }

    private static int length(int minutes, int round) {
        return minutes <= 0 ? minutes + round : minutes;
    }

    private static int minute(Part times, String end) {
        return times.number(end + "Hour", 0) * 60 + times.number(end + "Min", 0);
    }

    private static int day(String name) {
        return (DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)).getValue() - 1) * 1440;
    }

    /** Its delays count from the beginning, here each from the step before. */
    private void escalation(Part policy) {
        EscalationMaker escalation = new EscalationMaker(roster, policy.text("name"), policy.text("description"));
        List<Part> rules = policy.parts("rules").stream()
                .sorted(Comparator.comparing(Opsgenie::delay))
                .toList();
        Part repeat = policy.at("repeat");
        Duration before = Duration.ZERO;
        for (Part rule : rules) {
            if (delay(rule).compareTo(before) > 0) {
                escalation.step(delay(rule).minus(before));
                before = delay(rule);
            }
            target(rule, escalation, policy.text("name"));
        }
        int wait = repeat.number("waitInterval", 0);
        escalation.step(wait > 0 ? Duration.ofMinutes(wait) : EscalationMaker.LAST);
        if (repeat.json().path("resetRecipientStates").asBoolean(false)) {
            repeat.left(
                    "resetRecipientStates of the escalation `" + policy.text("name") + "`",
                    "here an acknowledgement ends an escalation, and each pass pages everybody anew");
        }
        if (repeat.json().path("closeAlertAfterAll").asBoolean(false)) {
            repeat.left(
                    "closeAlertAfterAll of the escalation `" + policy.text("name") + "`",
                    "here nothing ends by itself because nobody answered: `unanswered` names who is notified then");
        }
        escalation.end(policy, wait > 0 ? repeat.number("count", 0) : 0);
    }

    private static Duration delay(Part rule) {
        Part delay = rule.at("delay");
        int amount = delay.number("timeAmount", 0);
        return switch (delay.text("timeUnit")) {
            case "hours" -> Duration.ofHours(amount);
            case "days" -> Duration.ofDays(amount);
            case "seconds" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private void target(Part rule, EscalationMaker escalation, String name) {
        Part recipient = rule.at("recipient");
        String type = recipient.text("type");
        String called =
                type + " " + (recipient.text("name").isEmpty() ? recipient.text("username") : recipient.text("name"));
        if (rule.text("condition").equals("if-not-closed")) {
            rule.left(
                    "if-not-closed in the escalation `" + name + "`",
                    "here an acknowledgement ends an escalation: the step comes if nobody has acknowledged");
        }
        String who = rule.text("notifyType");
        switch (type) {
            case "user" -> person(recipient).ifPresent(escalation::person);
            case "schedule" -> {
                List<String> made = roster.schedule(recipient.text("id"));
                made = made.isEmpty() ? roster.schedule("name:" + recipient.text("name")) : made;
                if (made.isEmpty()) {
                    recipient.left("the " + called, "it is not among what was made: the step does not page it");
                } else if (!who.isEmpty() && !who.equals("default")) {
                    rule.left(
                            "notifyType " + who + " of the " + called,
                            "here a step pages who is on call: it does that");
                }
                escalation.schedules(made);
            }
            case "team" -> {
                Optional<String> team = roster.team(recipient.text("id"));
                if (team.isEmpty()) {
                    recipient.left(
                            "the " + called,
                            "it is not in the files: the step does not page it. Save what GET /v2/teams/<id> answers");
                } else {
                    if (!who.equals("all") && !who.equals("users")) {
                        rule.left(
                                "the " + called + (who.isEmpty() ? "" : " with notifyType " + who),
                                "its routing rules and roles are not carried over: the step pages all members");
                    }
                    escalation.team(team.get());
                }
            }
            default -> recipient.left("the " + called, "it is left out of the step");
        }
    }
}
