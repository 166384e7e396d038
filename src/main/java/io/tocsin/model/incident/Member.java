package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An alert in an incident.
 *
 * @param alert the hub's id of the alert
 * @param title its title, one line
 * @param severity the highest that its matching rules set, else its own
 * @param since when this episode of it began, by the store's clock
 * @param overAt when it was over; empty while it fires
 * @param isStale whether it is over since nobody spoke of it any more, which is told to nobody
 * @param count how often it fired in this incident
 * @param shifted the incident's version at which its severity last changed in this episode; 0 if it did not
 * @param fell the incident's version at which its severity last fell in this episode; 0 if it did not
 * @param matched which rules matched it, each once
 * @param flapping how often it was over and fired again of late; empty where its grouping does not watch for that
 */
public record Member(
        String alert,
        String title,
        Severity severity,
        Instant since,
        Optional<Instant> overAt,
        boolean isStale,
        long count,
        long shifted,
        long fell,
        List<Matched> matched,
        Optional<Flapping> flapping) {

    public Member {
        matched = List.copyOf(matched);
    }

    /** Whether it goes on; one that flaps does. */
    public boolean fires() {
        return overAt.isEmpty();
    }

    /** Whether it went over and fired again too often of late, and nothing of that is told until it is steady. */
    public boolean flaps() {
        return fires() && flapping.flatMap(Flapping::since).isPresent();
    }

    /** The version at which what an address knows of it that goes on became old: its severity changed, or it is steady again. */
    long renewed() {
        return Math.max(shifted, flapping.map(Flapping::steady).orElse(0L));
    }

    Member with(Flapping now) {
        return new Member(
                alert, title, severity, since, overAt, isStale, count, shifted, fell, matched, Optional.of(now));
    }

    /** The version at which there was last something to tell of it. */
    public long changed() {
        long last = renewed();
        for (Matched match : matched) {
            last = Math.max(Math.max(last, match.since()), Math.max(match.repeated(), match.ended()));
        }
        return last;
    }

    /** How the rule matched it, if it did. */
    public Optional<Matched> matchedBy(String rule) {
        return matched.stream().filter(match -> match.rule().equals(rule)).findFirst();
    }

    /**
     * Until when a one-shot alert that fires again as it is tells nobody: what was decided of it stands until then, so that a
     * cache may answer for the store. Of other alerts it stands until something changes.
     *
     * @param policies what the enabled rules say, by name
     * @return empty where no rule will tell it again
     */
    public Optional<Instant> toldAgainAt(Map<String, Policy> policies) {
        return matched.stream()
                .filter(match -> match.fires() && policies.containsKey(match.rule()))
                .map(match -> match.toldAgainAt(policies.get(match.rule())))
                .min(Comparator.naturalOrder());
    }
}
