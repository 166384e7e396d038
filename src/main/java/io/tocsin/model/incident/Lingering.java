package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.util.Optional;

/**
 * An alert of an incident that somebody resolved fires on. It opens nothing and tells nobody, until it is over, worse than what
 * was resolved, or has fired for so long that somebody should look again.
 */
final class Lingering {

    private final Draft draft;
    private final Input.Fired fired;

    Lingering(Draft draft, Input.Fired fired) {
        this.draft = draft;
        this.fired = fired;
    }

    void enter() {
        Member member = draft.roster
                .member(fired.alert())
                .filter(Member::fires)
                .orElseThrow(() -> new IllegalStateException("the incident is over: what fires next is another one"));
        Optional<String> why = leaves(member);
        if (why.isEmpty()) {
            draft.effect = Decision.Effect.DUPLICATE;
            draft.member = Optional.of(member); // as it is: until when the same again is nothing new
            return;
        }
        new Ending(draft, new Input.Cleared(fired.alert(), "it fires on in another incident: " + why.get()))
                .enter(draft.now);
        draft.enter(Entry.Kind.REOPENED, "alert " + fired.alert(), why.get(), "");
        draft.effect = Decision.Effect.REOPENED;
    }

    /** Why it is another incident now, if it is. */
    private Optional<String> leaves(Member member) {
        if (draft.reopenAt.filter(time -> !time.isAfter(draft.now)).isPresent()) {
            return Optional.of("it still fires, so long after the incident was resolved");
        }
        Matching matching = new Matching(draft, fired);
        Severity severity = matching.severity(member.matched());
        if (severity.worseThan(draft.handling.resolved().orElseThrow().severity())) {
            return Optional.of("it is worse than what was resolved");
        }
        boolean isAnother = fired.isOneShot()
                && matching.policies().stream().anyMatch(policy -> member.matchedBy(policy.rule())
                        .filter(match -> match.fires()
                                && !draft.now.isBefore(
                                        draft.past(match.newsAt()).plus(policy.dedup())))
                        .isPresent());
        return isAnother ? Optional.of("it is another event of its kind") : Optional.empty();
    }
}
