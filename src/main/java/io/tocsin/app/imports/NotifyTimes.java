package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code time_intervals} as hours of rules. Those know times of the day and days of the week in one zone; what goes by days of the
 * month, months or years is not carried over, so that a route rather notifies too often.
 */
final class NotifyTimes {

    private static final Set<String> OF_THE_CALENDAR = Set.of("days_of_month", "months", "years");

    private final LeftOut left;
    private final Map<String, List<Part>> intervals = new HashMap<>();

    /**
     * One of the entries of an interval, which holds where one of them does.
     *
     * @param where its place
     * @param week the minutes of the week in which it holds; empty where it goes by the calendar
     */
    private record Part(JsonPointer where, String zone, Optional<WeekMinutes> week) {}

    NotifyTimes(JsonNode file, LeftOut left) {
        this.left = left;
        for (String list : List.of("time_intervals", "mute_time_intervals")) {
            for (int i = 0; i < file.path(list).size(); i++) {
                JsonPointer where = JsonPointer.compile("/" + list + "/" + i);
                JsonNode named = file.path(list).get(i);
                intervals.put(named.path("name").asText(), parts(named.path("time_intervals"), where));
            }
        }
    }

    private List<Part> parts(JsonNode entries, JsonPointer where) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            JsonNode entry = entries.get(i);
            JsonPointer place = where.appendProperty("time_intervals").appendIndex(i);
            boolean calendar = OF_THE_CALENDAR.stream().anyMatch(entry::hasNonNull);
            parts.add(new Part(
                    place, entry.path("location").asText("UTC"), calendar ? Optional.empty() : week(entry, place)));
        }
        return parts;
    }

    private Optional<WeekMinutes> week(JsonNode entry, JsonPointer where) {
        Optional<WeekMinutes> week = WeekMinutes.read(entry);
        if (week.isEmpty()) {
            left.add(where, "times that are none: " + entry, "they count as never");
        }
        return week;
    }

    /** The hours of a route's rule; empty where it notifies at any time. */
    Optional<ObjectNode> active(RouteNode route) {
        List<Part> mute = found(route, route.mute(), "mute_time_intervals");
        List<Part> active = found(route, route.active(), "active_time_intervals");
        if (mute.isEmpty() && active.isEmpty()) {
            return Optional.empty();
        }
        JsonPointer where = route.where();
        if (!active.isEmpty() && active.stream().anyMatch(part -> part.week.isEmpty())) {
            left.add(
                    where.appendProperty("active_time_intervals"),
                    "active times by days of the month, months or years",
                    "hours of a rule know times and weekdays alone; the rule notifies at any time of those");
            active = List.of();
        }
        if (mute.stream().anyMatch(part -> part.week.isEmpty())) {
            left.add(
                    where.appendProperty("mute_time_intervals"),
                    "mute times by days of the month, months or years",
                    "hours of a rule know times and weekdays alone; the rule notifies in these. A maintenance window"
                            + " (docs/silences.md) can have them, for all rules");
            mute = mute.stream().filter(part -> part.week.isPresent()).toList();
        }
        List<Part> all = new ArrayList<>(active);
        all.addAll(mute);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String zone = all.get(0).zone;
        if (all.stream().anyMatch(part -> !part.zone.equals(zone))) {
            left.add(where, "times in several zones", "the hours of a rule are in one; the rule notifies at any time");
            return Optional.empty();
        }
        WeekMinutes open = active.isEmpty() ? WeekMinutes.always() : union(active);
        return hours(route, open.without(union(mute)), zone);
    }

    private Optional<ObjectNode> hours(RouteNode route, WeekMinutes open, String zone) {
        if (open.isNever()) {
            left.add(
                    route.where(),
                    "times that leave none in which it notifies",
                    "a rule has hours; this one notifies at any time, write `notify: []` if it shall not: a disabled rule leaves its"
                            + " alerts to those that name it under `unless`");
            return Optional.empty();
        }
        if (open.isAlways()) {
            return Optional.empty();
        }
        ObjectNode active = JsonNodeFactory.instance.objectNode().put("zone", zone.equals("Local") ? "UTC" : zone);
        if (zone.equals("Local")) {
            left.add(route.where(), "times by the clock of the machine (Local)", "they are in UTC; write your zone");
        }
        open.write(active.putArray("hours"));
        return Optional.of(active.put("later", "hold"));
    }

    private static WeekMinutes union(List<Part> parts) {
        WeekMinutes all = WeekMinutes.never();
        for (Part part : parts) {
            all = all.with(part.week.orElseThrow());
        }
        return all;
    }

    private List<Part> found(RouteNode route, List<String> names, String field) {
        List<Part> all = new ArrayList<>();
        for (String name : names) {
            if (intervals.containsKey(name)) {
                all.addAll(intervals.get(name));
            } else {
                left.add(
                        route.where().appendProperty(field),
                        "the time interval `" + name + "`",
                        "the file has none of that name");
            }
        }
        return all;
    }
}
