package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
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
    final Map<String, List<String>> leftOut = new LinkedHashMap<>();
    final List<Escalation> escalations = new ArrayList<>();
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
    Optional<Instant> steadyAt;
    Optional<Instant> endedAt;
    Optional<String> refused = Optional.empty();
    boolean mayRepeat;

    private final Incident before;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Member> changed = new LinkedHashMap<>();

    Draft(Standing asked, Map<String, Policy> policies, Instant now) {
        Standing standing = asked.caughtUp();
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
        this.endedAt = before.endedAt();
        this.worst = before.worst();
        this.firing = before.firing();
        this.over = before.over();
        this.handling = before.handling();
        this.reopenAt = before.handling().resolved().flatMap(resolution -> before.dueAt());
        this.steadyAt = before.steadyAt();
        standing.subscriptions().forEach(held -> subscriptions.put(held.rule(), held));
        standing.told().forEach(one -> told.add(one.notAfter(now)));
        escalations.addAll(before.escalations());
    }

    Optional<Policy> policy(String rule) {
        return Optional.ofNullable(policies.get(rule));
    }

    /** A time of the past; one that a clock which was set back left ahead counts as now. */
    Instant past(Instant time) {
        return time.isAfter(now) ? now : time;
    }

    /** The later of this end and the last one: one that flapped was over before it was settled. */
    Instant lastEnd(Instant since) {
        return endedAt.map(this::past).filter(since::isBefore).orElse(since);
    }

    void enter(Entry.Kind kind, String actor, String why, String detail) {
        entries.add(new Entry(before.entries() + entries.size() + 1, now, kind, actor, why, detail));
    }

    void put(Member next) {
        member = Optional.of(next);
        changed.put(next.alert(), next);
        roster = roster.with(next);
        if (next.fires() && next.severity().worseThan(worst)) {
            worst = next.severity();
        }
    }

    /** A member that fires is better or worse from now on. */
    void recount(Member before, Severity severity) {
        firing = firing.plus(before.severity(), -1).plus(severity, 1);
        before.matched().stream()
                .filter(Matched::fires)
                .forEach(match -> subscriptions.computeIfPresent(
                        match.rule(),
                        (rule, held) -> held.counting(before.severity(), -1).counting(severity, 1)));
    }

    /** A member that flaps may be steady then. */
    void steadyBy(Instant time) {
        steadyAt = steadyAt.filter(sooner -> sooner.isBefore(time)).or(() -> Optional.of(time));
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
        withdraw(
                unsent,
                isReplaced ? Withdrawn.Why.SUPERSEDED : Withdrawn.Why.UNHEARD,
                isReplaced ? "what is newer tells all of it" : "what it tells was over before it was sent");
    }

    /** The same, for a reason that is said. */
    void withdraw(List<Told> unsent, Withdrawn.Why why, String words) {
        for (Told one : unsent) {
            told.replaceAll(other -> other == one ? one.gone(one.mayBeKnown()) : other);
            withdrawn.add(new Withdrawn(one.address().key(), one.version(), why));
            enter(Entry.Kind.WITHDRAWN, "hub", words, one.address().receiver() + ", version " + one.version());
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
                    escalations.replaceAll(one -> one.again(now));
                    enter(
                            Entry.Kind.UNACKNOWLEDGED,
                            "hub",
                            "severity rose to " + severity().word() + "; " + seen.by() + " acknowledged "
                                    + seen.severity().word(),
                            "");
                });
    }

    /** The highest severity that fires, or what an escalation made of it; where nothing fires, the highest it ever had. */
    Severity severity() {
        return raised(firing.worst().orElse(worst));
    }

    /** At least as bad as escalations made it. */
    Severity raised(Severity fires) {
        return Incident.raised(fires, escalations);
    }

    private Optional<Instant> dueAt() {
        if (!isResolved()) {
            return Standing.earliest(subscriptions.values(), escalations, steadyAt);
        }
        return firing.total() > 0 ? reopenAt : Optional.empty();
    }

    Decision decision() {
        if (state != Incident.State.OVER
                && firing.total() == 0
                && Standing.earliest(subscriptions.values(), List.of(), Optional.empty())
                        .isEmpty()) {
            steadyAt = Optional.empty();
            escalations.replaceAll(Escalation::over);
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
                steadyAt,
                endedAt,
                escalations,
                dueAt());
        return new Decision(
                new Standing(next, roster, List.copyOf(subscriptions.values()), told),
                effect,
                member,
                List.copyOf(changed.values()),
                tells,
                withdrawn,
                again,
                refused,
                entries,
                leftOut);
    }
}
