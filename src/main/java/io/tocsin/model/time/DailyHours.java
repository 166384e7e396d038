package io.tocsin.model.time;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;

/** Hours of the day on some days of the week, which may go over midnight: then they belong to the day on which they begin. */
public final class DailyHours {

    private DailyHours() {}

    /**
     * Whether they cover a time.
     *
     * @param days on which they begin
     * @param from when, included
     * @param to until when, not included; at or before {@code from} it is on the next day
     * @param at a time by the clock that they go by
     */
    public static boolean cover(Set<DayOfWeek> days, LocalTime from, LocalTime to, LocalDateTime at) {
        LocalTime time = at.toLocalTime();
        boolean today = days.contains(at.getDayOfWeek());
        if (from.isBefore(to)) {
            return today && !time.isBefore(from) && time.isBefore(to);
        }
        return today && !time.isBefore(from) || days.contains(at.getDayOfWeek().minus(1)) && time.isBefore(to);
    }
}
