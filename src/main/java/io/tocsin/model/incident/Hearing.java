package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.recipient.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
    private final Set<Address.Key> pages;
    private final Set<String> quiet = new HashSet<>();
    private final Map<Concern, Part> parts = new HashMap<>();

    Hearing(Draft draft, Addresses who, Naming naming) {
        this(draft, who, naming, Set.of());
    }

    /**
     * The same where somebody is paged.
     *
     * @param pages at which addresses
     */
    Hearing(Draft draft, Addresses who, Naming naming, Set<Address.Key> pages) {
        this.pages = pages;
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
     * @param told what it is told, at the incident's version
     * @param severity the highest of the message
     * @param part the members it tells of
     */
    record Heard(Concern concern, Told told, Severity severity, Part part) {

        /** The same as a page. */
        Heard paging() {
            return new Heard(concern, told.paging(), severity, part);
        }

        /** Whether a message that did not arrive says just that, so that it may go again as it is. */
        boolean isAgain(Told lost) {
            return told.says(lost) && part.held() == 0;
        }
    }

    /**
     * What there is to tell an address.
     *
     * @param key which
     * @param basis what it may know
     * @param reminding the rules whose repeat is asked now
     */
    Optional<Heard> of(Address.Key key, Basis basis, Set<String> reminding) {
        Concern concern = concern(key, basis);
        Part part = parts.computeIfAbsent(concern, draft.roster::part);
        List<Told> round = basis.round();
        Optional<Kind> kind = pages.contains(key) && part.firing().total() > 0 && !draft.isResolved()
                ? Optional.of(round.isEmpty() ? Kind.OPENED : Kind.ESCALATED)
                : kind(part, round, reminds(key, round, part, reminding));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Optional<Severity> before = round.stream().map(Told::severity).min(Comparator.naturalOrder());
        Severity severity =
                part.firing().worst().map(draft::raised).or(() -> before).orElseThrow();
        Severity highest = before.filter(told -> told.worseThan(severity)).orElse(severity);
        return naming.address(key)
                .or(() -> basis.newest().flatMap(told -> who.still(told.address(), highest, draft.now)))
                .map(address -> new Heard(
                        concern,
                        new Told(
                                address,
                                draft.version,
                                round.isEmpty()
                                        ? basis.lastRound() + 1
                                        : round.get(0).round(),
                                kind.get(),
                                highest,
                                draft.now,
                                Optional.empty(),
                                through(key, basis),
                                part.leftOut(),
                                Told.State.UNSENT,
                                pages.contains(key)),
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

    private Optional<Kind> kind(Part part, List<Told> round, boolean reminds) {
        if (draft.isResolved()) {
            return round.stream()
                            .allMatch(told -> quiet.containsAll(told.through().keySet()))
                    ? Optional.empty()
                    : Optional.of(Kind.RESOLVED);
        }
        if (round.isEmpty()) {
            return part.isNews() && part.firing().total() > 0 ? Optional.of(Kind.OPENED) : Optional.empty();
        }
        boolean acted = isAfter(draft.acted, round) && part.fires();
        boolean isOver = !part.fires() && part.quiet() == 0; // what was held back may be none of its business any more
        if (part.isNews() || acted || isOver) {
            return Optional.of(part.fires() ? change(part, round) : Kind.RESOLVED);
        }
        return reminds ? Optional.of(Kind.REMINDER) : Optional.empty();
    }

    private Kind change(Part part, List<Told> round) {
        boolean isAcknowledged = draft.handling
                .acknowledged()
                .filter(now -> isAfter(now.version(), round))
                .isPresent();
        return isAcknowledged && !part.isNews() ? Kind.ACKNOWLEDGED : Kind.UPDATED;
    }

    /** Whether it may not have heard of what came about at a version. */
    private static boolean isAfter(long version, List<Told> round) {
        return round.stream().anyMatch(told -> version > told.version());
    }

    private boolean reminds(Address.Key key, List<Told> round, Part part, Set<String> reminding) {
        return !round.isEmpty()
                && !round.get(0).waits()
                && draft.handling.acknowledged().isEmpty()
                && part.firing().total() > 0
                && naming.rules(key).stream()
                        .filter(reminding::contains)
                        .map(draft.subscriptions::get)
                        .anyMatch(held -> held.repeatAfter(round.get(0))
                                .filter(time -> !draft.now.isBefore(time))
                                .isPresent());
    }

    private Concern concern(Address.Key key, Basis basis) {
        List<Concern.Known> known = new ArrayList<>();
        basis.may().forEach(told -> known.add(Concern.Known.of(told)));
        if (!basis.isCertain()) {
            known.add(Concern.Known.NOTHING);
        }
        return new Concern(naming.rules(key), quiet, known);
    }

    /** Through the rules that name it, it now knows everything up to this version. */
    private Map<String, Long> through(Address.Key key, Basis basis) {
        Map<String, Long> through = basis.through();
        naming.rules(key).forEach(rule -> through.put(rule, draft.version));
        return through;
    }
}
