package io.tocsin.model.silence;

import io.tocsin.model.time.Hours;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;

/**
 * When a rule notifies, by the clock in a zone: business hours, say.
 *
 * @param hours the hours, at least one
 * @param zone where the clock hangs
 * @param later what becomes of what begins at other times
 */
public record ActiveTimes(List<Hours> hours, ZoneId zone, Later later) {

    /** What becomes of what begins while a rule does not notify. */
    public enum Later {
        /** It is told when the rule's times begin, if it still fires. */
        HOLD,
        /** It is never told through this rule. */
        DROP
    }

    public ActiveTimes {
        hours = List.copyOf(hours);
        if (hours.isEmpty()) {
            throw new IllegalArgumentException("a rule without hours in which it notifies");
        }
    }

    /** Whether the rule notifies at that time. */
    public boolean isActive(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, zone);
        return hours.stream().anyMatch(some -> some.coverAt(local));
    }

    /** When the rule notifies next: that time if it does then; empty where the clock never shows it. */
    public Optional<Instant> begins(Instant now) {
        Instant at = now;
        // Each week has all the hours that there are; a second one where clocks are put forward over them.
        Instant end = now.plus(java.time.Duration.ofDays(15));
        while (at.isBefore(end)) {
            if (isActive(at)) {
                return Optional.of(at);
            }
            at = nextChange(at);
        }
        return Optional.empty();
    }

    /** The first time after that one at which hours may begin: by the clock, or because it is put. */
    private Instant nextChange(Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        LocalDateTime next = hours.stream()
                .map(some -> some.nextBegin(local))
                .min(LocalDateTime::compareTo)
                .orElseThrow();
        Instant undisturbed = at.plus(java.time.Duration.between(local, next));
        ZoneOffsetTransition transition = zone.getRules().nextTransition(at);
        return transition == null || undisturbed.isBefore(transition.getInstant())
                ? undisturbed
                : transition.getInstant();
    }
}
