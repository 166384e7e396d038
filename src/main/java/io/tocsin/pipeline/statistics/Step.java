package io.tocsin.pipeline.statistics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** How long one step of a series is. */
public enum Step {
    HOUR,
    DAY,
    /** From Monday. */
    WEEK;

    /** The word in a query. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** When the step began that an hour belongs to: a day's hours are those that begin in it, by the clock of the zone. */
    Instant of(Instant hour, ZoneId zone) {
        if (this == HOUR) {
            return hour;
        }
        ZonedDateTime day = hour.atZone(zone).truncatedTo(ChronoUnit.DAYS);
        ZonedDateTime begin = this == DAY ? day : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return begin.toInstant();
    }
}
