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
        Severity said = matching.severity(matched);
        Severity severity = before.flaps() && before.severity().worseThan(said) ? before.severity() : said;
        boolean shifted = severity != before.severity();
        if (shifted) {
            matched.replaceAll(match -> match.fires() ? match.newsAt(draft.now) : match);
            draft.recount(before, severity);
        }
        Optional<Flapping> flapping =
                before.flaps() ? before.flapping().map(watched -> watched.firing(said, draft.now)) : before.flapping();
        draft.effect = effect(shifted, !joining.isEmpty(), !flapping.equals(before.flapping()));
        boolean isNews = draft.effect != Decision.Effect.DUPLICATE && draft.effect != Decision.Effect.FLAPPED;
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
                matched,
                flapping));
        flapping.filter(watched -> before.flaps()).ifPresent(watched -> draft.steadyBy(watched.steadyAt()));
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
    private Matched goOn(Matched stored) {
        boolean isAhead =
                fired.isOneShot() && stored.newsAt().isAfter(draft.now); // the clock was set back: it counts as now
        Matched match = isAhead ? stored.newsAt(draft.now) : stored;
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
        return fired.isOneShot() && !before.flaps() && !draft.now.isBefore(match.toldAgainAt(policy));
    }

    private Decision.Effect effect(boolean shifted, boolean joined, boolean flapped) {
        if (shifted) {
            return Decision.Effect.SEVERITY_CHANGED;
        }
        if (repeated) {
            return Decision.Effect.REPEATED;
        }
        if (joined) {
            return Decision.Effect.MATCHED;
        }
        return flapped ? Decision.Effect.FLAPPED : Decision.Effect.DUPLICATE;
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
