package io.tocsin.model.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an incident stands: all that a decision about it goes by.
 *
 * @param incident the incident
 * @param roster its members, as far as they are at hand
 * @param subscriptions one for each rule that matched a member
 * @param told of each address the newest telling that was sent, and all after it; needed where the roster is whole
 */
public record Standing(Incident incident, Roster roster, List<Subscription> subscriptions, List<Told> told) {

    public Standing {
        subscriptions = List.copyOf(subscriptions);
        told = List.copyOf(told);
    }

    /** An incident that nothing has happened to yet. */
    public static Standing fresh(String id, Optional<String> grouping, Instant now) {
        return new Standing(Incident.fresh(id, grouping, now), Members.NONE, List.of(), List.of());
    }

    /** Whether a rule of it looks for repeats at that time: what was told is then to be known with its arrival. */
    public boolean isDueForRepeat(Instant now) {
        Instant then = setBack().map(now::plus).orElse(now);
        return subscriptions.stream().anyMatch(held -> held.isDueForRepeat(then));
    }

    /** The same after the store's clock was set back: the incident's due time was moved with it, and the other times move as far. */
    public Standing caughtUp() {
        return setBack().map(this::earlierBy).orElse(this);
    }

    private Standing earlierBy(Duration step) {
        return new Standing(
                incident.earlierBy(step),
                roster,
                subscriptions.stream().map(held -> held.earlierBy(step)).toList(),
                told.stream().map(one -> one.earlierBy(step)).toList());
    }

    /** By how much that was. */
    public Optional<Duration> setBack() {
        return incident.dueAt().flatMap(moved -> earliest(subscriptions, incident.escalations(), incident.steadyAt())
                .filter(moved::isBefore)
                .map(due -> Duration.between(moved, due)));
    }

    /** When the first of these looks or goes on, or a member may be steady. */
    static Optional<Instant> earliest(
            Iterable<Subscription> subscriptions, List<Escalation> escalations, Optional<Instant> steadyAt) {
        Optional<Instant> first = steadyAt;
        for (Subscription subscription : subscriptions) {
            first = sooner(first, subscription.nextAt());
        }
        for (Escalation escalation : escalations) {
            first = sooner(first, escalation.nextAt());
        }
        return first;
    }

    private static Optional<Instant> sooner(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.filter(one.get()::isAfter).isPresent() ? other.or(() -> one) : one;
    }
}
