package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A decision while it is made: the incident's fields, changed in place, and what is told on the way. */
final class Draft {

    final Map<String, Policy> policies;
    final Instant now;
    final boolean grouped;
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    final List<Told> told = new ArrayList<>();
    final List<Tell> tells = new ArrayList<>();
    final List<Withdrawn> withdrawn = new ArrayList<>();
    Roster roster;
    Decision.Effect effect = Decision.Effect.DONE;
    Optional<Member> member = Optional.empty();
    Optional<Told> again = Optional.empty();
    Incident.State state;
    String title;
    Instant openedAt;
    Optional<Instant> resolvedAt;
    long version;
    long acted;
    Severity worst;
    Counts firing;
    long over;
    Optional<Incident.Acknowledgement> acknowledged;
    boolean mayRepeat;

    private final Incident before;
    private final List<Entry> entries = new ArrayList<>();

    Draft(Standing standing, Map<String, Policy> policies, Instant now) {
        this.policies = policies;
        this.now = now;
        this.before = standing.incident();
        this.grouped = before.grouping().isPresent();
        this.roster = standing.roster();
        this.state = before.state();
        this.title = before.title();
        this.openedAt = before.openedAt();
        this.resolvedAt = before.resolvedAt();
        this.version = before.version();
        this.acted = before.acted();
        this.worst = before.worst();
        this.firing = before.firing();
        this.over = before.over();
        this.acknowledged = before.acknowledged();
        Optional<Duration> step = setBack(standing);
        standing.subscriptions()
                .forEach(held ->
                        subscriptions.put(held.rule(), step.map(held::earlierBy).orElse(held)));
        told.addAll(standing.told());
    }

    /** Where the store's clock was set back, the incident's due time was moved with it, and the others move as far. */
    private static Optional<Duration> setBack(Standing standing) {
        return standing.incident().dueAt().flatMap(moved -> earliest(standing.subscriptions())
                .filter(moved::isBefore)
                .map(due -> Duration.between(moved, due)));
    }

    private static Optional<Instant> earliest(Iterable<Subscription> subscriptions) {
        Optional<Instant> first = Optional.empty();
        for (Subscription subscription : subscriptions) {
            Optional<Instant> soonest = first;
            first = subscription
                    .dueAt()
                    .filter(due -> soonest.isEmpty() || due.isBefore(soonest.get()))
                    .or(() -> soonest);
        }
        return first;
    }

    Optional<Policy> policy(String rule) {
        return Optional.ofNullable(policies.get(rule));
    }

    /** A time of the past; one that a clock which was set back left ahead counts as now. */
    Instant past(Instant time) {
        return time.isAfter(now) ? now : time;
    }

    void enter(Entry.Kind kind, String actor, String why, String detail) {
        entries.add(new Entry(before.entries() + entries.size() + 1, now, kind, actor, why, detail));
    }

    void put(Member changed) {
        member = Optional.of(changed);
        roster = roster.with(changed);
        if (changed.fires() && changed.severity().worseThan(worst)) {
            worst = changed.severity();
        }
    }

    /** All that looked before look at what changed. */
    void changed() {
        subscriptions.replaceAll(
                (rule, held) -> held.hasLooked() ? held.dueBy(held.nextLook(now, now), Subscription.Why.CHANGE) : held);
    }

    /** Somebody changed the incident itself, which is told at once to those who were told of it. */
    void act() {
        acted = ++version;
        effect = Decision.Effect.ACTED;
    }

    Decision decision() {
        if (state != Incident.State.OVER
                && firing.total() == 0
                && earliest(subscriptions.values()).isEmpty()) {
            state = Incident.State.OVER;
            enter(Entry.Kind.OVER, "hub", "all alerts are over and every rule has looked since", "");
        }
        Incident next = new Incident(
                before.id(),
                before.grouping(),
                title,
                state,
                openedAt,
                resolvedAt,
                version,
                acted,
                worst,
                firing,
                over,
                acknowledged,
                before.entries() + entries.size(),
                earliest(subscriptions.values()));
        return new Decision(
                new Standing(next, roster, List.copyOf(subscriptions.values()), told),
                effect,
                member,
                tells,
                withdrawn,
                again,
                entries);
    }
}
