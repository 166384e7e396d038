package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one address hears, if anything. */
final class Hearing {

    private final Draft draft;
    private final Addresses who;
    private final Naming naming;
    private final Set<String> quiet = new HashSet<>();
    private final Map<Concern, Part> parts = new HashMap<>();

    Hearing(Draft draft, Addresses who, Naming naming) {
        this.draft = draft;
        this.who = who;
        this.naming = naming;
        draft.subscriptions.values().stream()
                .filter(held -> !draft.policy(held.rule()).map(Policy::resolved).orElse(held.resolved()))
                .forEach(held -> quiet.add(held.rule()));
    }

    /**
     * Something to tell one address.
     *
     * @param concern what it was asked of
     * @param before what it was told before; empty for nothing
     * @param told what it is told, at the incident's version
     * @param severity the highest of the message
     * @param part the members it tells of
     */
    record Heard(Concern concern, Optional<Told> before, Told told, Severity severity, Part part) {

        /** Whether a message that did not arrive says just that, so that it may go again as it is. */
        boolean isAgain(Told lost) {
            return told.says(lost) && part.held() == 0;
        }
    }

    /**
     * What there is to tell an address.
     *
     * @param key which
     * @param before what it was told; empty for nothing
     * @param reminding the rules whose repeat is asked now
     */
    Optional<Heard> of(Address.Key key, Optional<Told> before, Set<String> reminding) {
        Concern concern = concern(key, before);
        Part part = parts.computeIfAbsent(concern, draft.roster::part);
        Optional<Told> round = before.filter(told -> told.kind() != Kind.RESOLVED);
        Optional<Kind> kind = kind(part, round, reminds(key, round, part, reminding));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Severity severity =
                part.firing().worst().or(() -> round.map(Told::severity)).orElseThrow();
        Severity highest = round.map(Told::severity)
                .filter(told -> told.worseThan(severity))
                .orElse(severity);
        return naming.address(key)
                .or(() -> before.flatMap(told -> who.still(told.address(), highest, draft.now)))
                .map(address -> new Heard(
                        concern,
                        before,
                        new Told(
                                address,
                                draft.version,
                                round.map(Told::round)
                                        .orElseGet(() -> before.map(Told::round).orElse(0) + 1),
                                kind.get(),
                                highest,
                                draft.now,
                                through(key, before),
                                part.leftOut(),
                                Told.State.UNSENT),
                        severity,
                        part));
    }

    /** The alerts that whoever was asked of would hear of if nothing held them back, by what does. */
    Map<String, TreeSet<String>> leftOut() {
        Map<String, TreeSet<String>> all = new TreeMap<>();
        parts.values().forEach(part -> part.leftOut()
                .forEach((alert, left) ->
                        all.computeIfAbsent(left.by(), by -> new TreeSet<>()).add(alert)));
        return all;
    }

    private Optional<Kind> kind(Part part, Optional<Told> round, boolean reminds) {
        if (draft.isResolved()) {
            return round.filter(told -> !quiet.containsAll(told.through().keySet()))
                    .map(told -> Kind.RESOLVED);
        }
        if (round.isEmpty()) {
            return part.isNews() && part.firing().total() > 0 ? Optional.of(Kind.OPENED) : Optional.empty();
        }
        boolean acted = draft.acted > round.get().version() && part.fires();
        boolean isOver = !part.fires() && part.quiet() == 0; // what was held back may be none of its business any more
        if (part.isNews() || acted || isOver) {
            return Optional.of(part.fires() ? change(part, round.get()) : Kind.RESOLVED);
        }
        return reminds ? Optional.of(Kind.REMINDER) : Optional.empty();
    }

    private Kind change(Part part, Told round) {
        boolean isAcknowledged = draft.handling
                .acknowledged()
                .filter(now -> now.version() > round.version())
                .isPresent();
        return isAcknowledged && !part.isNews() ? Kind.ACKNOWLEDGED : Kind.UPDATED;
    }

    private boolean reminds(Address.Key key, Optional<Told> round, Part part, Set<String> reminding) {
        return round.filter(told -> told.state() == Told.State.SENT).isPresent()
                && draft.handling.acknowledged().isEmpty()
                && part.firing().total() > 0
                && naming.rules(key).stream()
                        .filter(reminding::contains)
                        .flatMap(rule -> draft.subscriptions.get(rule).repeat().stream())
                        .anyMatch(repeat ->
                                !draft.now.isBefore(draft.past(round.get().at()).plus(repeat)));
    }

    private Concern concern(Address.Key key, Optional<Told> before) {
        return new Concern(
                naming.rules(key),
                quiet,
                before.map(Told::version).orElse(0L),
                before.map(Told::through).orElse(Map.of()),
                before.map(Told::leftOut).orElse(Map.of()));
    }

    /** Through the rules that name it, it now knows everything up to this version. */
    private Map<String, Long> through(Address.Key key, Optional<Told> before) {
        Map<String, Long> through = new HashMap<>(before.map(Told::through).orElse(Map.of()));
        naming.rules(key).forEach(rule -> through.put(rule, draft.version));
        return through;
    }
}
