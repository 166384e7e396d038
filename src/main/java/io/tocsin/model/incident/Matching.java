package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules that match an alert that fires: what they make of it, and when they look because of it. */
final class Matching {

    private final Draft draft;
    private final Input.Fired fired;
    private final Owed owed;
    private final List<Policy> policies;

    Matching(Draft draft, Input.Fired fired) {
        this.draft = draft;
        this.fired = fired;
        this.owed = new Owed(draft);
        this.policies = fired.rules().stream()
                .distinct()
                .flatMap(rule -> draft.policy(rule).stream())
                .toList();
    }

    /** What those rules say that are there. */
    List<Policy> policies() {
        return policies;
    }

    Optional<Policy> policy(String rule) {
        return policies.stream().filter(policy -> policy.rule().equals(rule)).findFirst();
    }

    /** The highest that the matching rules set, else its own. */
    Severity severity(List<Matched> matched) {
        return matched.stream()
                .filter(Matched::fires)
                .flatMap(match -> match.severity().stream())
                .min(Comparator.naturalOrder())
                .orElse(fired.severity());
    }

    /** A match that begins; what came before it is kept as far as somebody may still believe in it. */
    Matched beginning(Policy policy, Optional<Member> before, long version) {
        List<Matched.Span> spans = before.flatMap(member -> member.matchedBy(policy.rule()))
                .map(match -> owed.of(match.spans()))
                .orElse(List.of());
        return Matched.beginning(policy, version, draft.now, spans);
    }

    /** Matches of the last episode by rules that do not match any more, as far as somebody may still believe in them. */
    List<Matched> formerly(Member before) {
        return before.matched().stream()
                .filter(match -> policy(match.rule()).isEmpty())
                .flatMap(match -> owed.match(match).stream())
                .toList();
    }

    /** The rule has one member more, and looks after its wait where it does not look yet. */
    void subscribe(Policy policy, Severity severity) {
        draft.subscriptions.computeIfAbsent(
                policy.rule(),
                rule -> Subscription.beginning(
                        policy, draft.grouped, draft.now.plus(policy.waits().of(severity))));
        sooner(policy, severity);
        draft.subscriptions.computeIfPresent(policy.rule(), (rule, held) -> held.counting(severity, 1));
    }

    /** A wait by severity holds for later members, too. */
    void sooner(Policy policy, Severity severity) {
        if (policy.waits().isBySeverity()) {
            Instant due = draft.now.plus(policy.waits().of(severity));
            draft.subscriptions.computeIfPresent(policy.rule(), (rule, held) -> held.dueBy(due, Subscription.Why.WAIT));
        }
    }
}
