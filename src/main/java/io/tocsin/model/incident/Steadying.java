package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.time.Span;
import java.util.Optional;

/** Members that flapped and of which nothing has changed for long enough: what they are now is told. */
final class Steadying {

    private final Draft draft;

    Steadying(Draft draft) {
        this.draft = draft;
    }

    /** All whose time has come, where all are at hand. */
    void due() {
        if (draft.steadyAt.filter(time -> !time.isAfter(draft.now)).isPresent()) {
            Optional<Member> word = draft.member;
            Decision.Effect effect = draft.effect;
            draft.steadyAt = Optional.empty();
            draft.roster.flapping().forEach(this::due);
            draft.member = word;
            draft.effect = effect;
        }
    }

    private void due(Member member) {
        Flapping flapping = member.flapping().orElseThrow();
        Flapping now = flapping.notAfter(draft.now);
        if (!now.steadyAt().isAfter(draft.now)) {
            settle(member);
            return;
        }
        if (now != flapping) {
            draft.put(member.with(now));
        }
        draft.steadyBy(now.steadyAt());
    }

    /** One of which something is said, if its time has come: what is said is of a steady one. Whether it had. */
    boolean before(String alert) {
        Optional<Member> steady = draft.roster
                .member(alert)
                .filter(Member::flaps)
                .filter(member -> !member.flapping().orElseThrow().steadyAt().isAfter(draft.now));
        steady.ifPresent(this::settle);
        return steady.isPresent();
    }

    /** All, whenever they changed last, and nobody is told: somebody says that the incident is over. */
    void all() {
        draft.steadyAt = Optional.empty();
        for (Member member : draft.roster.flapping()) {
            settle(member, "the incident is resolved");
        }
    }

    private void settle(Member member) {
        settle(
                member,
                "nothing has changed for "
                        + Span.words(member.flapping().orElseThrow().within()));
    }

    private void settle(Member member, String steady) {
        Flapping flapping = member.flapping().orElseThrow();
        if (flapping.over().isPresent()) {
            draft.put(member.with(flapping.calm(flapping.steady())));
            draft.enter(Entry.Kind.STEADY, "alert " + member.alert(), steady + ": it is over", "");
            end(member.alert(), flapping.over().get());
            return;
        }
        long version = ++draft.version;
        Severity severity = flapping.said().orElse(member.severity());
        boolean falls = severity != member.severity();
        if (falls) {
            draft.recount(member, severity);
        }
        draft.put(new Member(
                member.alert(),
                member.title(),
                severity,
                member.since(),
                Optional.empty(),
                false,
                member.count(),
                falls ? version : member.shifted(),
                falls ? version : member.fell(),
                member.matched(),
                Optional.of(flapping.calm(version))));
        draft.enter(Entry.Kind.STEADY, "alert " + member.alert(), steady + ": it fires", severity.word());
        draft.effect = Decision.Effect.STEADY;
        draft.changed();
    }

    private void end(String alert, Flapping.End end) {
        new Ending(draft, new Input.Cleared(alert, end.why(), end.isStale())).enter(draft.past(end.at()));
    }
}
