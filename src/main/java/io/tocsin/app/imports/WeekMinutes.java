package io.tocsin.app.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Minutes of a week, from Sunday 00:00 on, as Alertmanager counts its days. Immutable. */
final class WeekMinutes {

    private static final int DAY = 24 * 60;
    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

    private final BitSet minutes;

    private WeekMinutes(BitSet minutes) {
        this.minutes = minutes;
    }

    static WeekMinutes never() {
        return new WeekMinutes(new BitSet());
    }

    static WeekMinutes always() {
        BitSet all = new BitSet();
        all.set(0, 7 * DAY);
        return new WeekMinutes(all);
    }

    /** Those of an entry with {@code times} and {@code weekdays}, each of which may be left out; empty where they are none. */
    static Optional<WeekMinutes> read(JsonNode entry) {
        boolean[] days = new boolean[7];
        if (!entry.path("weekdays").isArray()) {
            Arrays.fill(days, true);
        }
        for (JsonNode range : entry.path("weekdays")) {
            String[] ends = range.asText().toLowerCase(Locale.ROOT).split(":");
            int first = DAYS.indexOf(ends[0].strip());
            int last = DAYS.indexOf(ends[ends.length - 1].strip());
            if (first < 0 || last < first) {
                return Optional.empty();
            }
            for (int day = first; day <= last; day++) {
                days[day] = true;
            }
        }
        List<int[]> times = new ArrayList<>();
        for (JsonNode time : entry.path("times")) {
            int from = minute(time.path("start_time").asText());
            int to = minute(time.path("end_time").asText());
            if (from < 0 || to <= from) {
                return Optional.empty();
            }
            times.add(new int[] {from, to});
        }
        if (times.isEmpty()) {
            times.add(new int[] {0, DAY});
        }
        BitSet minutes = new BitSet();
        for (int day = 0; day < 7; day++) {
            for (int[] time : days[day] ? times : List.<int[]>of()) {
                minutes.set(day * DAY + time[0], day * DAY + time[1]);
            }
        }
        return Optional.of(new WeekMinutes(minutes));
    }

    /** Below 0 where it is none. */
    private static int minute(String text) {
        if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")) {
            return -1;
        }
        return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
    }

    WeekMinutes with(WeekMinutes other) {
        BitSet both = (BitSet) minutes.clone();
        both.or(other.minutes);
        return new WeekMinutes(both);
    }

    WeekMinutes without(WeekMinutes other) {
        BitSet rest = (BitSet) minutes.clone();
        rest.andNot(other.minutes);
        return new WeekMinutes(rest);
    }

    boolean isNever() {
        return minutes.isEmpty();
    }

    boolean isAlways() {
        return minutes.cardinality() == 7 * DAY;
    }

    boolean has(int minute) {
        return minutes.get(minute);
    }

    /** As the hours of a rule: from one time to another, with the days that have just those. */
    void write(ArrayNode hours) {
        Map<String, List<String>> days = new LinkedHashMap<>();
        for (int i = 1; i <= 7; i++) {
            int day = i % 7; // from Monday on, as people read a week
            int begin = day * DAY;
            int end = begin + DAY;
            for (int from = minutes.nextSetBit(begin); from >= 0 && from < end; ) {
                int to = Math.min(minutes.nextClearBit(from), end);
                days.computeIfAbsent(clock(from - begin) + "-" + clock(to - begin), any -> new ArrayList<>())
                        .add(DAYS.get(day).substring(0, 3));
                from = minutes.nextSetBit(to);
            }
        }
        days.forEach((times, its) -> {
            ObjectNode one = hours.addObject();
            if (its.size() < 7) {
                its.forEach(one.putArray("days")::add);
            }
            one.put("from", times.substring(0, 5)).put("to", times.substring(6));
        });
    }

    private static String clock(int minute) {
        return String.format("%02d:%02d", minute / 60, minute % 60);
    }
}
