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
    Handling handling;
    Optional<Instant> reopenAt;
    Optional<String> refused = Optional.empty();
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
        this.handling = before.handling();
        this.reopenAt = before.handling().resolved().flatMap(resolution -> before.dueAt());
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
                    .nextAt()
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
        if (isResolved()) {
            return;
        }
        subscriptions.replaceAll(
                (rule, held) -> held.hasLooked() ? held.dueBy(held.nextLook(now, now), Subscription.Why.CHANGE) : held);
    }

    /**
     * What waits to be sent is not sent.
     *
     * @param isReplaced whether something newer tells all of it; else what it tells was over before
     */
    void withdraw(List<Told> unsent, boolean isReplaced) {
        for (Told one : unsent) {
            told.replaceAll(other -> other == one ? one.as(Told.State.LOST) : other);
            withdrawn.add(new Withdrawn(
                    one.address().key(), one.version(), isReplaced ? Withdrawn.Why.SUPERSEDED : Withdrawn.Why.UNHEARD));
            enter(
                    Entry.Kind.WITHDRAWN,
                    "hub",
                    isReplaced ? "what is newer tells all of it" : "what it tells was over before it was sent",
                    one.address().receiver() + ", version " + one.version());
        }
    }

    /** Readers who were told how far things are are told no less. */
    void publicStatusIsOver() {
        if (handling.status().isSaid()) {
            handling = handling.saying(handling.status().in(PublicStatus.Phase.RESOLVED));
        }
    }

    /** Somebody changed the incident itself, which is told at once to those who were told of it. */
    void act() {
        acted = ++version;
        effect = Decision.Effect.ACTED;
    }

    /** How it stood before. */
    Incident.Status status() {
        return before.status();
    }

    /** Whether somebody said that it is over. */
    boolean isResolved() {
        return handling.resolved().isPresent();
    }

    /** Something fires, or is worse: who acknowledged less did not acknowledge this. */
    void rises() {
        handling.acknowledged()
                .filter(seen -> severity().worseThan(seen.severity()))
                .ifPresent(seen -> {
                    handling = handling.acknowledged(Optional.empty());
                    acted = version;
                    enter(
                            Entry.Kind.UNACKNOWLEDGED,
                            "hub",
                            "severity rose to " + severity().word() + "; " + seen.by() + " acknowledged "
                                    + seen.severity().word(),
                            "");
                });
    }

    /** The highest severity that fires; where nothing does, the highest it ever had. */
    Severity severity() {
        return firing.worst().orElse(worst);
    }

    private Optional<Instant> dueAt() {
        if (!isResolved()) {
            return earliest(subscriptions.values());
        }
        return firing.total() > 0 ? reopenAt : Optional.empty();
    }

    Decision decision() {
        if (state != Incident.State.OVER
                && firing.total() == 0
                && earliest(subscriptions.values()).isEmpty()) {
            state = Incident.State.OVER;
            enter(Entry.Kind.OVER, "hub", "all alerts are over and every rule has looked since", "");
            publicStatusIsOver();
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
                handling,
                before.entries() + entries.size(),
                dueAt());
        return new Decision(
                new Standing(next, roster, List.copyOf(subscriptions.values()), told),
                effect,
                member,
                tells,
                withdrawn,
                again,
                refused,
                entries);
    }
}
