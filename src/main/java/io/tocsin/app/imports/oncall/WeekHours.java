package io.tocsin.app.imports.oncall;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Times of a week in which somebody is on call, gathered one by one and written as a layer's {@code hours}. */
final class WeekHours {

    private static final int DAY = 24 * 60;
    private static final int WEEK = 7 * DAY;

    /** From one minute of a day for so many minutes, at most a day: on which days. */
    private final Map<List<Integer>, Set<DayOfWeek>> times = new LinkedHashMap<>();

    private boolean always;

    /** Each day from a minute on. @param length in minutes; a day or more is always */
    WeekHours daily(int minute, int length) {
        for (DayOfWeek day : DayOfWeek.values()) {
            weekly((day.getValue() - 1) * DAY + minute, length);
        }
        always |= length >= DAY;
        return this;
    }

    /**
     * Each week from a minute on, counted from Monday 00:00.
     *
     * @param minute of the week
     * @param length in minutes; a week or more is always
     */
    WeekHours weekly(int minute, int length) {
        always |= length >= WEEK;
        if (length <= DAY) {
            add(minute, length);
            return this;
        }
        int end = minute + length;
        for (int from = minute; from < end; from = (from / DAY + 1) * DAY) {
            add(from, Math.min((from / DAY + 1) * DAY, end) - from);
        }
        return this;
    }

    private void add(int minute, int length) {
        if (length > 0) {
            DayOfWeek day = DayOfWeek.of(Math.floorMod(minute, WEEK) / DAY + 1);
            times.computeIfAbsent(List.of(Math.floorMod(minute, DAY), length), any -> EnumSet.noneOf(DayOfWeek.class))
                    .add(day);
        }
    }

    /** As a layer has them; empty for always. */
    Optional<ArrayNode> json() {
        if (always || times.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode hours = JsonNodeFactory.instance.arrayNode();
        List<Map.Entry<List<Integer>, Set<DayOfWeek>>> all = new ArrayList<>(times.entrySet());
        all.forEach(time -> {
            int from = time.getKey().get(0);
            int to = from + time.getKey().get(1);
            ObjectNode one = hours.addObject();
            if (time.getValue().size() < 7) {
                time.getValue().forEach(day -> one.withArray("days")
                        .add(day.name().substring(0, 3).toLowerCase(Locale.ROOT)));
            }
            one.put("from", clock(from)).put("to", to == DAY ? "24:00" : clock(to % DAY));
        });
        return Optional.of(hours);
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }
}
