package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.time.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An alert joins, or one that was over fires again: it is told, and what was ending goes on. */
final class Beginning {

    private final Draft draft;
    private final Input.Fired fired;
    private final Matching matching;

    Beginning(Draft draft, Input.Fired fired, Matching matching) {
        this.draft = draft;
        this.fired = fired;
        this.matching = matching;
    }

    void enter(Optional<Member> before) {
        long version = ++draft.version;
        List<Matched> matched = new ArrayList<>(before.map(matching::formerly).orElse(List.of()));
        matching.policies().forEach(policy -> matched.add(matching.beginning(policy, before, version)));
        Severity severity = matching.severity(matched);
        if (version == 1) {
            draft.openedAt = draft.now;
            draft.worst = severity;
            draft.handling = draft.handling.after(fired.earlier());
        }
        draft.effect = version == 1 ? Decision.Effect.OPENED : Decision.Effect.JOINED;
        draft.title = fired.title();
        draft.state = Incident.State.OPEN;
        draft.resolvedAt = Optional.empty();
        draft.firing = draft.firing.plus(severity, 1);
        draft.over -= before.isPresent() ? 1 : 0;
        Optional<Flapping> flapping = flapping(before);
        draft.put(new Member(
                fired.alert(),
                fired.title(),
                severity,
                draft.now,
                Optional.empty(),
                false,
                before.map(Member::count).orElse(0L) + 1,
                0,
                0,
                matched,
                flapping));
        draft.enter(
                version == 1 ? Entry.Kind.OPENED : Entry.Kind.JOINED,
                "alert " + fired.alert(),
                fired.earlier()
                        .map(earlier -> "it fires on, though " + earlier.by() + " resolved " + earlier.incident())
                        .orElse(before.isPresent() ? "it fires again" : "it fires"),
                severity.word());
        flapping.filter(watched -> watched.since().isPresent()).ifPresent(this::flaps);
        draft.rises();
        draft.changed();
        matching.policies().forEach(policy -> matching.subscribe(policy, severity));
        Escalating.fires(draft, matching.policies());
    }

    /** It fires again after it was over, in this incident or the one before; not if it only fires on after somebody resolved that. */
    private Optional<Flapping> flapping(Optional<Member> before) {
        return fired.watch().map(watch -> {
            Optional<Member> last = before.or(watch::before);
            return Flapping.beginning(
                    watch.limit(),
                    last.isPresent() && fired.earlier().isEmpty(),
                    last.flatMap(Member::flapping),
                    draft.now);
        });
    }

    private void flaps(Flapping flapping) {
        draft.enter(
                Entry.Kind.FLAPPING,
                "alert " + fired.alert(),
                "it flaps: over and firing again " + flapping.again().size() + " times in "
                        + Span.words(flapping.within()) + "; what follows is told when nothing has changed for so long",
                "");
        draft.steadyBy(flapping.steadyAt());
    }
}
