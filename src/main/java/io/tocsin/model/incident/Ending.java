package io.tocsin.model.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An alert is over. */
final class Ending {

    private final Draft draft;
    private final Input.Cleared cleared;

    Ending(Draft draft, Input.Cleared cleared) {
        this.draft = draft;
        this.cleared = cleared;
    }

    void enter() {
        new Steadying(draft).before(cleared.alert());
        Optional<Member> flaps = draft.roster.member(cleared.alert()).filter(Member::flaps);
        if (flaps.isPresent() && !draft.isResolved()) {
            waits(flaps.get(), flaps.get().flapping().orElseThrow());
        } else {
            enter(draft.now);
        }
    }

    /** One that flaps is over once it is steady. */
    private void waits(Member member, Flapping flapping) {
        if (flapping.over().isPresent()) {
            draft.effect = Decision.Effect.NOT_OPEN;
            return;
        }
        draft.effect = Decision.Effect.FLAPPED;
        draft.put(member.with(flapping.ending(new Flapping.End(draft.now, cleared.why(), cleared.isStale()))));
        draft.steadyBy(draft.now.plus(flapping.within()));
    }

    /** It is over since then. */
    void enter(Instant since) {
        Optional<Member> firing = draft.roster.member(cleared.alert()).filter(Member::fires);
        if (firing.isEmpty()) {
            draft.effect = Decision.Effect.NOT_OPEN;
            return;
        }
        Member member = firing.get();
        long version = ++draft.version;
        List<Matched> matched = member.matched().stream()
                .map(match -> match.fires() ? match.endedAt(version) : match)
                .toList();
        member.matched().stream()
                .filter(Matched::fires)
                .forEach(match -> draft.subscriptions.computeIfPresent(
                        match.rule(), (rule, held) -> held.counting(member.severity(), -1)));
        draft.effect = draft.isResolved() ? Decision.Effect.NOT_OPEN : Decision.Effect.ENDED;
        draft.firing = draft.firing.plus(member.severity(), -1);
        draft.over++;
        if (draft.steadyAt.isPresent() || since.isBefore(draft.now)) {
            draft.endedAt = Optional.of(draft.lastEnd(since));
        }
        draft.title = member.title();
        if (draft.firing.total() == 0 && !draft.isResolved()) {
            draft.state = Incident.State.ENDING;
            draft.resolvedAt = Optional.of(draft.lastEnd(since));
        }
        draft.put(new Member(
                member.alert(),
                member.title(),
                member.severity(),
                member.since(),
                Optional.of(since),
                cleared.isStale(),
                member.count(),
                member.shifted(),
                member.fell(),
                matched,
                member.flapping()));
        draft.enter(Entry.Kind.ENDED, "alert " + member.alert(), cleared.why(), "");
        draft.changed();
    }
}
