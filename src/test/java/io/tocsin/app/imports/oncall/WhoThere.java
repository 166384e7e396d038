package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is on call in a schedule of another tool by the words of its documentation, found by somebody who looks at a clock again and again,
 * with turns counted one by one. To be asked for later and later times.
 */
abstract class WhoThere {

    private final Map<ZoneId, LocalDateTime> shown = new HashMap<>();

    /** The ids of those who are on call. */
    abstract Set<String> at(Instant time);

    /** What a clock shows that nobody puts back. */
    LocalDateTime clock(Instant time, ZoneId zone) {
        return shown.merge(
                zone, LocalDateTime.ofInstant(time, zone), (before, now) -> now.isBefore(before) ? before : now);
    }

    static LocalDateTime local(JsonNode in, String field, ZoneId zone) {
        return OffsetDateTime.parse(in.path(field).asText())
                .atZoneSameInstant(zone)
                .toLocalDateTime();
    }

    /** Whose turn it is, where each begins as long after the one before it. */
    static int turn(LocalDateTime clock, LocalDateTime first, Duration length) {
        int turn = 0;
        LocalDateTime begin = first;
        while (!clock.isBefore(begin.plus(length))) {
            begin = begin.plus(length);
            turn++;
        }
        return turn;
    }

    /** Whether the clock is in a time that began on one of the last days. @param day 0 for any */
    static boolean isWithin(LocalDateTime clock, int day, LocalTime from, Duration length) {
        for (int back = 0; back <= 8; back++) {
            LocalDateTime begin = clock.toLocalDate().minusDays(back).atTime(from);
            if ((day == 0 || begin.getDayOfWeek().getValue() == day)
                    && !clock.isBefore(begin)
                    && clock.isBefore(begin.plus(length))) {
                return true;
            }
        }
        return false;
    }

    /** PagerDuty: overrides, then the first layer of the answer that has somebody. */
    static final class InPagerDuty extends WhoThere {
        private final JsonNode schedule;
        private final ZoneId zone;

        InPagerDuty(JsonNode schedule) {
            this.schedule = schedule;
            this.zone = ZoneId.of(schedule.path("time_zone").asText());
        }

        @Override
        Set<String> at(Instant time) {
            LocalDateTime clock = clock(time, zone);
            for (JsonNode entry : schedule.path("overrides_subschedule").path("rendered_schedule_entries")) {
                if (!time.isBefore(OffsetDateTime.parse(entry.path("start").asText())
                                .toInstant())
                        && time.isBefore(
                                OffsetDateTime.parse(entry.path("end").asText()).toInstant())) {
                    return Set.of(entry.path("user").path("id").asText());
                }
            }
            for (JsonNode layer : schedule.path("schedule_layers")) {
                if (isOn(layer, clock)) {
                    Duration length = Duration.ofSeconds(
                            layer.path("rotation_turn_length_seconds").asLong());
                    int turn = turn(clock, local(layer, "rotation_virtual_start", zone), length);
                    JsonNode users = layer.path("users");
                    return Set.of(users.get(turn % users.size())
                            .path("user")
                            .path("id")
                            .asText());
                }
            }
            return Set.of();
        }

        private boolean isOn(JsonNode layer, LocalDateTime clock) {
            if (clock.isBefore(local(layer, "start", zone))
                    || layer.hasNonNull("end") && !clock.isBefore(local(layer, "end", zone))) {
                return false;
            }
            boolean isOn = layer.path("restrictions").isEmpty();
            for (JsonNode one : layer.path("restrictions")) {
                isOn |= isWithin(
                        clock,
                        one.path("type").asText().equals("weekly_restriction")
                                ? one.path("start_day_of_week").asInt()
                                : 0,
                        LocalTime.parse(one.path("start_time_of_day").asText()),
                        Duration.ofSeconds(one.path("duration_seconds").asLong()));
            }
            return isOn;
        }
    }

    /** Opsgenie: everybody whose turn it is in one of the rotations, unless there is an override. */
    static final class InOpsgenie extends WhoThere {
        private final JsonNode schedule;
        private final JsonNode overrides;
        private final ZoneId zone;

        InOpsgenie(JsonNode schedule, JsonNode overrides) {
            this.schedule = schedule;
            this.overrides = overrides;
            this.zone = ZoneId.of(schedule.path("timezone").asText());
        }

        @Override
        Set<String> at(Instant time) {
            LocalDateTime clock = clock(time, zone);
            for (JsonNode one : overrides) {
                if (one.path("_parent").path("id").equals(schedule.path("id"))
                        && !time.isBefore(
                                OffsetDateTime.parse(one.path("startDate").asText())
                                        .toInstant())
                        && time.isBefore(
                                OffsetDateTime.parse(one.path("endDate").asText())
                                        .toInstant())) {
                    return Set.of(one.path("user").path("username").asText());
                }
            }
            Set<String> all = new TreeSet<>();
            for (JsonNode rotation : schedule.path("rotations")) {
                LocalDateTime start = local(rotation, "startDate", zone);
                if (!clock.isBefore(start) && isOn(rotation.path("timeRestriction"), clock)) {
                    Duration one =
                            switch (rotation.path("type").asText()) {
                                case "weekly" -> Duration.ofDays(7);
                                case "daily" -> Duration.ofDays(1);
                                default -> Duration.ofHours(1);
                            };
                    int turn = turn(
                            clock,
                            start,
                            one.multipliedBy(rotation.path("length").asInt()));
                    JsonNode who = rotation.path("participants")
                            .get(turn % rotation.path("participants").size());
                    if (who.path("type").asText().equals("user")) {
                        all.add(who.path("username").asText());
                    }
                }
            }
            return all;
        }

        private static boolean isOn(JsonNode restriction, LocalDateTime clock) {
            if (restriction.path("type").asText().equals("time-of-day")) {
                JsonNode times = restriction.path("restriction");
                LocalTime now = clock.toLocalTime();
                LocalTime from = time(times, "start");
                LocalTime to = time(times, "end");
                return from.isBefore(to)
                        ? !now.isBefore(from) && now.isBefore(to)
                        : !now.isBefore(from) || now.isBefore(to);
            }
            boolean isOn = restriction.isMissingNode();
            for (JsonNode times : restriction.path("restrictions")) {
                int day = DayOfWeek.valueOf(times.path("startDay").asText().toUpperCase(Locale.ROOT))
                        .getValue();
                int days = Math.floorMod(
                        DayOfWeek.valueOf(times.path("endDay").asText().toUpperCase(Locale.ROOT))
                                        .getValue()
                                - day,
                        7);
                LocalTime from = time(times, "start");
                isOn |= isWithin(
                        clock,
                        day,
                        from,
                        Duration.between(from, time(times, "end")).plusDays(days));
            }
            return isOn;
        }

        private static LocalTime time(JsonNode times, String end) {
            return LocalTime.of(
                    times.path(end + "Hour").asInt(), times.path(end + "Min").asInt());
        }
    }

    /** Grafana OnCall: all events of all shifts are written down; of those that go on the highest level counts. */
    static final class InGrafanaOnCall extends WhoThere {
        private record Event(ZoneId zone, int level, LocalDateTime begin, LocalDateTime end, Set<String> users) {}

        private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
        private static final LocalDateTime LAST = LocalDateTime.parse("2027-03-01T00:00");

        private final List<Event> events = new ArrayList<>();

        /** @param leftOut ids of shifts that the import names as left out */
        InGrafanaOnCall(JsonNode schedule, Map<String, JsonNode> shifts, Set<String> leftOut) {
            ZoneId zone = ZoneId.of(schedule.path("time_zone").asText());
            schedule.path("shifts").forEach(id -> {
                if (shifts.containsKey(id.asText()) && !leftOut.contains(id.asText())) {
                    write(shifts.get(id.asText()), zone);
                }
            });
        }

        private void write(JsonNode shift, ZoneId schedule) {
            ZoneId zone = shift.hasNonNull("time_zone")
                    ? ZoneId.of(shift.path("time_zone").asText())
                    : schedule;
            int level = shift.path("type").asText().equals("override")
                    ? 1_000
                    : shift.path("level").asInt();
            Duration length = Duration.ofSeconds(shift.path("duration").asLong());
            LocalDateTime start = LocalDateTime.parse(shift.path("start").asText());
            LocalDateTime from = shift.hasNonNull("rotation_start")
                    ? LocalDateTime.parse(shift.path("rotation_start").asText())
                    : start;
            LocalDateTime until = shift.hasNonNull("until")
                    ? LocalDateTime.parse(shift.path("until").asText())
                    : LAST;
            List<Set<String>> groups = groups(shift);
            int next = 0;
            LocalDate firstWeek = null;
            int interval = shift.path("interval").asInt(1);
            for (LocalDateTime begin = start; begin.isBefore(until); begin = step(shift, begin)) {
                if (begin.isBefore(from)) {
                    continue;
                }
                int group;
                if (shift.path("by_day").isEmpty()
                        || shift.path("frequency").asText().equals("daily")) {
                    if (!shift.path("by_day").isEmpty() && !isOne(shift, begin)) {
                        continue;
                    }
                    group = next++;
                } else {
                    if (!isOne(shift, begin)) {
                        continue;
                    }
                    LocalDate week = begin.toLocalDate();
                    while (!DAYS.get(week.getDayOfWeek().getValue() - 1)
                            .equals(shift.path("week_start").asText())) {
                        week = week.minusDays(1);
                    }
                    firstWeek = firstWeek == null ? week : firstWeek;
                    int weeks = 0;
                    for (LocalDate at = firstWeek; at.isBefore(week); at = at.plusDays(7)) {
                        weeks++;
                    }
                    if (weeks % interval != 0) {
                        continue;
                    }
                    group = weeks / interval;
                }
                LocalDateTime end = begin.plus(length);
                events.add(new Event(
                        zone, level, begin, end.isAfter(until) ? until : end, groups.get(group % groups.size())));
                if (!shift.hasNonNull("frequency")) {
                    break;
                }
            }
        }

        private static boolean isOne(JsonNode shift, LocalDateTime begin) {
            for (JsonNode day : shift.path("by_day")) {
                if (DAYS.get(begin.getDayOfWeek().getValue() - 1).equals(day.asText())) {
                    return true;
                }
            }
            return false;
        }

        private static LocalDateTime step(JsonNode shift, LocalDateTime begin) {
            int interval = shift.path("interval").asInt(1);
            if (!shift.path("by_day").isEmpty()) {
                return begin.plusDays(1);
            }
            return switch (shift.path("frequency").asText()) {
                case "hourly" -> begin.plusHours(interval);
                case "daily" -> begin.plusDays(interval);
                default -> begin.plusWeeks(interval);
            };
        }

        private static List<Set<String>> groups(JsonNode shift) {
            List<Set<String>> groups = new ArrayList<>();
            int first = shift.path("start_rotation_from_user_index").asInt();
            int count = shift.path("rolling_users").size();
            for (int i = 0; i < count; i++) {
                groups.add(texts(shift.path("rolling_users").get((first + i) % count)));
            }
            return groups.isEmpty() ? List.of(texts(shift.path("users"))) : groups;
        }

        private static Set<String> texts(JsonNode list) {
            Set<String> texts = new TreeSet<>();
            list.forEach(one -> texts.add(one.asText()));
            return texts;
        }

        @Override
        Set<String> at(Instant time) {
            Map<ZoneId, LocalDateTime> clocks = new HashMap<>();
            Set<String> people = new TreeSet<>();
            int level = -1;
            for (Event event : events) {
                LocalDateTime clock = clocks.computeIfAbsent(event.zone, zone -> clock(time, zone));
                if (!clock.isBefore(event.begin) && clock.isBefore(event.end) && event.level >= level) {
                    if (event.level > level) {
                        people.clear();
                        level = event.level;
                    }
                    people.addAll(event.users);
                }
            }
            return people;
        }
    }
}
