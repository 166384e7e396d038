package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One rule that matched a member. A rule that matched keeps the member until it is over; of one that matched an earlier
 * episode but not the running one, the end is kept, since who was told the beginning is told that.
 *
 * @param rule its name
 * @param severity what it says how bad the member is; empty keeps the alert's own
 * @param since the incident's version at which it matched first in this episode
 * @param repeated the version at which a one-shot alert was last news again because of this rule; 0 if it was not
 * @param newsAt when there was last something to tell of the member because of this rule, by the store's clock; a one-shot
 *     alert is told again once the rule's {@code dedup} has passed since
 * @param ended the version at which the member was over for this rule; 0 while it fires
 * @param earlier episodes before that one during which somebody was told last, so that they may still owe somebody an end
 * @param isDropped whether it began while the rule was not active, which says that such is never told through it
 */
public record Matched(
        String rule,
        Optional<Severity> severity,
        long since,
        long repeated,
        Instant newsAt,
        long ended,
        List<Span> earlier,
        boolean isDropped) {

    public Matched {
        earlier = List.copyOf(earlier);
    }

    /**
     * An episode that is over.
     *
     * @param since the version at which it began
     * @param ended the version at which it was over
     */
    public record Span(long since, long ended) {

        /** Whether who was told that version was told that it fires. */
        boolean holds(long version) {
            return since <= version && version < ended;
        }
    }

    /** Whether the member fires for this rule. */
    public boolean fires() {
        return ended == 0;
    }

    Matched repeatedAt(long version, Instant now) {
        return new Matched(rule, severity, since, version, now, ended, earlier, isDropped);
    }

    Matched newsAt(Instant now) {
        return new Matched(rule, severity, since, repeated, now, ended, earlier, isDropped);
    }

    /** When a one-shot alert that fires again is news for this rule. */
    Instant toldAgainAt(Policy policy) {
        return newsAt.plus(policy.dedup());
    }

    Matched saying(Optional<Severity> says) {
        return new Matched(rule, says, since, repeated, newsAt, ended, earlier, isDropped);
    }

    Matched endedAt(long version) {
        return new Matched(rule, severity, since, repeated, newsAt, version, earlier, isDropped);
    }

    /** A match that begins now; what came before it is kept as far as somebody may still believe in it. */
    static Matched beginning(Policy policy, long version, Instant now, List<Span> before) {
        return new Matched(policy.rule(), policy.severity(), version, 0, now, 0, before, policy.drops(now));
    }

    /** The same, over, with only these episodes, of which there is one at least. */
    Matched overAt(List<Span> spans) {
        Span last = spans.get(spans.size() - 1);
        return new Matched(
                rule,
                severity,
                last.since(),
                repeated,
                newsAt,
                last.ended(),
                spans.subList(0, spans.size() - 1),
                false);
    }

    /** The episodes that are over, the last one included unless nobody was ever to hear of it. */
    List<Span> spans() {
        if (fires() || isDropped) {
            return earlier;
        }
        List<Span> all = new ArrayList<>(earlier);
        all.add(new Span(since, ended));
        return all;
    }

    /**
     * Whether who was told of an incident at a version, and through this rule up to a version, takes the member to go on.
     *
     * @param through up to which version it was told through this rule
     * @param version the last version that it was told
     */
    boolean isBelieved(long through, long version) {
        if (isKnown(through)) {
            return true;
        }
        for (Span span : spans()) {
            if (span.since() <= through && version < span.ended()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it fires and that was told. */
    boolean isKnown(long through) {
        return fires() && !isDropped && since <= through;
    }
}
