package io.tocsin.model.schedule;

import io.tocsin.model.time.Hours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody who sits before a clock for each layer, looks at it each minute, and knows no arithmetic: hands over when it first shows the
 * time at which the next turn begins, and has a table of the minutes of a week.
 */
final class MinuteByMinute {

    private static final int WEEK = 7 * 24 * 60;

    private final Schedule schedule;
    private final List<Watched> layers = new ArrayList<>();
    private final Map<String, LocalDateTime> shown = new TreeMap<>();

    private static final class Watched {
        final Layer layer;
        final boolean[] minutes = new boolean[WEEK];
        LocalDateTime next;
        int turn = -1;

        Watched(Layer layer) {
            this.layer = layer;
            this.next = layer.rotation().starts();
            layer.hours().forEach(this::fill);
        }

        private void fill(Hours hours) {
            for (DayOfWeek day : hours.days()) {
                int minute = (day.getValue() - 1) * 1440 + hours.from().toSecondOfDay() / 60;
                do {
                    minutes[minute % WEEK] = true;
                    minute++;
                } while (minute % 1440 != hours.to().toSecondOfDay() / 60);
            }
        }

        List<String> look(LocalDateTime clock) {
            while (!clock.isBefore(next)) {
                turn++;
                next = next.plusMinutes(layer.rotation().length().toMinutes());
            }
            int minute = (clock.getDayOfWeek().getValue() - 1) * 1440 + clock.getHour() * 60 + clock.getMinute();
            boolean isOn = turn >= 0
                    && (layer.hours().isEmpty() || minutes[minute])
                    && (layer.ends().isEmpty() || clock.isBefore(layer.ends().get()));
            return isOn
                    ? layer.rotation()
                            .turns()
                            .get(turn % layer.rotation().turns().size())
                    : List.of();
        }
    }

    /** To be asked for each minute from before the first turn on. */
    MinuteByMinute(Schedule schedule) {
        this.schedule = schedule;
        schedule.layers().forEach(layer -> layers.add(new Watched(layer)));
    }

    /** Who is on call in the minute that begins then. */
    List<String> look(Instant at) {
        List<String> people = List.of();
        for (Watched watched : layers) {
            ZoneId zone = watched.layer.zone();
            LocalDateTime clock = shown.merge(
                    zone.getId(),
                    LocalDateTime.ofInstant(at, zone),
                    (before, now) -> now.isBefore(before) ? before : now); // never back
            List<String> has = watched.look(clock);
            people = has.isEmpty() ? people : has;
        }
        for (ScheduleOverride override : schedule.overrides()) {
            people = !at.isBefore(override.from()) && at.isBefore(override.until()) ? override.people() : people;
        }
        return people;
    }
}
