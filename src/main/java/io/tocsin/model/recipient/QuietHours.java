package io.tocsin.model.recipient;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.time.DailyHours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * When a person is not to be told of what can wait. It is quiet while the person's own clock shows a time in the hours,
 * whatever daylight saving does to that clock.
 *
 * @param from the first minute that is quiet
 * @param to the first minute that is not any more; where it is not later than {@code from}, it is the next day's
 * @param days the days on which quiet hours begin; not empty
 * @param below what is less severe than this waits; what is as severe, or worse, does not
 */
public record QuietHours(LocalTime from, LocalTime to, Set<DayOfWeek> days, Severity below) {

    /**
     * Keeps the days.
     *
     * @throws IllegalArgumentException if no day begins quiet hours, or if they never end
     */
    public QuietHours {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("quiet hours begin on no day");
        }
        if (neverEnd(from, to, days)) {
            throw new IllegalArgumentException("quiet hours never end");
        }
    }

    /** Whether they would go on for ever: 24 hours, each day. */
    static boolean neverEnd(LocalTime from, LocalTime to, Set<DayOfWeek> days) {
        return from.equals(to) && days.containsAll(EnumSet.allOf(DayOfWeek.class));
    }

    /**
     * Until when something of this severity waits.
     *
     * @param severity of the incident
     * @param now when it would be told
     * @param zone where the person's clock hangs
     * @return the first instant from {@code now} on at which it is not quiet; empty where nothing waits
     */
    public Optional<Instant> heldUntil(Severity severity, Instant now, ZoneId zone) {
        if (!below.worseThan(severity) || !coverAt(now, zone)) {
            return Optional.empty();
        }
        Instant at = now;
        do {
            at = endOrTransition(at, zone);
        } while (coverAt(at, zone));
        return Optional.of(at);
    }

    /** Whether it is quiet at this instant. */
    boolean coverAt(Instant at, ZoneId zone) {
        return DailyHours.cover(days, from, to, LocalDateTime.ofInstant(at, zone));
    }

    /** The end of these hours as long as the clock just goes on, or the moment before it at which it is put. */
    private Instant endOrTransition(Instant at, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        LocalDateTime end = local.toLocalDate().atTime(to);
        if (!end.isAfter(local)) {
            end = end.plusDays(1);
        }
        Instant undisturbed = at.plus(Duration.between(local, end));
        ZoneOffsetTransition transition = zone.getRules().nextTransition(at);
        return transition == null || undisturbed.isBefore(transition.getInstant())
                ? undisturbed
                : transition.getInstant();
    }
}
