package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.ActiveTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an enabled rule says of the incidents whose alerts it matches.
 *
 * @param rule its name
 * @param targets who is told
 * @param severity how bad its members are; empty keeps the alert's own
 * @param waits until it looks for the first time
 * @param interval from one look to the next; zero tells each change at once; empty is five minutes where a grouping made the
 *     incident, else zero
 * @param repeat after how long a silence an incident that goes on is told again; empty is never
 * @param resolved whether who was told a beginning is told its end
 * @param dedup for how long a one-shot alert that fires again tells nobody; of others it is not asked
 * @param active when it notifies; empty is always. Ends are told at any time
 * @param escalation who is paged until somebody acknowledges; empty is nobody
 */
public record Policy(
        String rule,
        List<Target> targets,
        Optional<Severity> severity,
        Wait waits,
        Optional<Duration> interval,
        Optional<Duration> repeat,
        boolean resolved,
        Duration dedup,
        Optional<ActiveTimes> active,
        Optional<EscalationPolicy> escalation) {

    /** From one look to the next where a grouping made the incident and the rule does not say. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    public Policy {
        targets = List.copyOf(targets);
        interval.filter(Duration::isNegative).ifPresent(negative -> {
            throw new IllegalArgumentException("an interval below zero: " + negative);
        });
        repeat.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
            throw new IllegalArgumentException("a repeat that is not above zero: " + time);
        });
    }

    /** A rule that notifies at any time and escalates nothing. */
    public Policy(
            String rule,
            List<Target> targets,
            Optional<Severity> severity,
            Wait waits,
            Optional<Duration> interval,
            Optional<Duration> repeat,
            boolean resolved,
            Duration dedup) {
        this(rule, targets, severity, waits, interval, repeat, resolved, dedup, Optional.empty(), Optional.empty());
    }

    /** The same with somebody to page. */
    public Policy escalating(EscalationPolicy policy) {
        return new Policy(
                rule, targets, severity, waits, interval, repeat, resolved, dedup, active, Optional.of(policy));
    }

    /** Whether it tells of what fires at that time. */
    boolean isActive(Instant now) {
        return active.isEmpty() || active.get().isActive(now);
    }

    /** Whether it never tells of what begins at that time. */
    boolean drops(Instant now) {
        return active.filter(times -> times.later() == ActiveTimes.Later.DROP).isPresent() && !isActive(now);
    }

    /** A rule without timers: each change is told at once, and never again. */
    public static Policy atOnce(
            String rule, List<Target> targets, Optional<Severity> severity, boolean resolved, Duration dedup) {
        return new Policy(rule, targets, severity, Wait.NONE, Optional.empty(), Optional.empty(), resolved, dedup);
    }

    /** From one look to the next; zero tells at once. */
    Duration interval(boolean grouped) {
        return interval.orElse(grouped ? INTERVAL : Duration.ZERO);
    }

    /** The same with a wait. */
    public Policy waiting(Wait first) {
        return new Policy(rule, targets, severity, first, interval, repeat, resolved, dedup, active, escalation);
    }

    /** The same with so long from one look to the next. */
    public Policy every(Duration time) {
        return new Policy(
                rule, targets, severity, waits, Optional.of(time), repeat, resolved, dedup, active, escalation);
    }

    /** The same, notifying at those times alone. */
    public Policy active(ActiveTimes times) {
        return new Policy(
                rule, targets, severity, waits, interval, repeat, resolved, dedup, Optional.of(times), escalation);
    }

    /** The same, telling what goes on again after so long a silence. */
    public Policy repeating(Duration silence) {
        return new Policy(
                rule, targets, severity, waits, interval, Optional.of(silence), resolved, dedup, active, escalation);
    }
}
