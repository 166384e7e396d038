package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An alert that fires goes on: it is better, worse, matched by another rule, told again, or only counted. */
final class GoingOn {

    private final Draft draft;
    private final Input.Fired fired;
    private final Matching matching;
    private final Member before;
    private final long version;
    private boolean repeated;

    GoingOn(Draft draft, Input.Fired fired, Matching matching, Member before) {
        this.draft = draft;
        this.fired = fired;
        this.matching = matching;
        this.before = before;
        this.version = draft.version + 1;
    }

    void enter() {
        List<Policy> joining = matching.policies().stream()
                .filter(policy -> !fires(policy.rule()))
                .toList();
        List<Matched> matched = new ArrayList<>();
        before.matched().stream()
                .filter(match -> match.fires() || matching.policy(match.rule()).isEmpty())
                .forEach(match -> matched.add(goOn(match)));
        joining.forEach(policy -> matched.add(matching.beginning(policy, Optional.of(before), version)));
        Severity severity = matching.severity(matched);
        boolean shifted = severity != before.severity();
        if (shifted) {
            matched.replaceAll(match -> match.fires() ? match.newsAt(draft.now) : match);
            recount(severity);
        }
        draft.effect = effect(shifted, !joining.isEmpty());
        boolean isNews = draft.effect != Decision.Effect.DUPLICATE;
        draft.put(new Member(
                before.alert(),
                isNews ? fired.title() : before.title(),
                severity,
                before.since(),
                Optional.empty(),
                false,
                before.count() + 1,
                shifted ? version : before.shifted(),
                before.severity().worseThan(severity) ? version : before.fell(),
                matched));
        if (isNews) {
            tell(severity);
            joining.forEach(policy -> matching.subscribe(policy, severity));
        }
        if (severity.worseThan(before.severity())) {
            matched.stream()
                    .filter(Matched::fires)
                    .flatMap(match -> draft.policy(match.rule()).stream())
                    .forEach(policy -> matching.sooner(policy, severity));
        }
    }

    private boolean fires(String rule) {
        return before.matchedBy(rule).filter(Matched::fires).isPresent();
    }

    /** A rule keeps the member until it is over, whether it matches still or not. */
    private Matched goOn(Matched match) {
        Optional<Policy> policy = matching.policy(match.rule()).filter(says -> match.fires());
        if (policy.isEmpty()) {
            return match;
        }
        boolean again = isToldAgain(match, policy.get());
        repeated |= again;
        Matched said = match.saying(policy.get().severity());
        return again ? said.repeatedAt(version, draft.now) : said;
    }

    private boolean isToldAgain(Matched match, Policy policy) {
        boolean isSetBack = match.newsAt().isAfter(draft.now); // the clock was: then it counts as now
        return fired.isOneShot()
                && (isSetBack ? policy.dedup().isZero() : !draft.now.isBefore(match.toldAgainAt(policy)));
    }

    private void recount(Severity severity) {
        draft.firing = draft.firing.plus(before.severity(), -1).plus(severity, 1);
        before.matched().stream()
                .filter(Matched::fires)
                .forEach(match -> draft.subscriptions.computeIfPresent(
                        match.rule(),
                        (rule, held) -> held.counting(before.severity(), -1).counting(severity, 1)));
    }

    private Decision.Effect effect(boolean shifted, boolean joined) {
        if (shifted) {
            return Decision.Effect.SEVERITY_CHANGED;
        }
        if (repeated) {
            return Decision.Effect.REPEATED;
        }
        return joined ? Decision.Effect.MATCHED : Decision.Effect.DUPLICATE;
    }

    private void tell(Severity severity) {
        draft.version = version;
        draft.title = fired.title();
        switch (draft.effect) {
            case SEVERITY_CHANGED -> note(Entry.Kind.SEVERITY, before.severity().word() + ", now " + severity.word());
            case REPEATED -> note(Entry.Kind.REPEATED, "it fires again, after the rule's dedup");
            default -> note(Entry.Kind.MATCHED, "another rule matches it");
        }
        draft.rises();
        draft.changed();
    }

    private void note(Entry.Kind kind, String why) {
        draft.enter(kind, "alert " + fired.alert(), why, "");
    }
}
