package io.tocsin.pipeline.simulate;

import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Matched;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Part;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.incident.Subscription;
import io.tocsin.model.incident.Told;
import io.tocsin.model.incident.Withdrawn;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.silence.ActiveTimes;
import io.tocsin.pipeline.incident.IncidentsInMemory;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Says of decisions who is notified, and what is held back: each thing that holds an alert back once. */
final class Sayings {

    private record Waiting(Instant until, long n) {}

    private record Place(String incidentId, Address.Key address, long version) {}

    private final Function<String, AlertName> names;
    private final Map<String, Policy> policies;
    private final Consumer<Line> lines;
    private final TreeMap<Waiting, Place> waiting =
            new TreeMap<>(Comparator.comparing(Waiting::until).thenComparing(Waiting::n));
    private final Map<Place, Line.Notified> held = new HashMap<>();
    private final Map<String, Set<String>> said = new HashMap<>();
    private final Set<String> troubles = new HashSet<>();
    private long notified;
    private long waits;

    /**
     * @param names what alerts are called, by their ids
     * @param policies what rules say
     * @param lines gets what is said
     */
    Sayings(Function<String, AlertName> names, Map<String, Policy> policies, Consumer<Line> lines) {
        this.names = names;
        this.policies = policies;
        this.lines = lines;
    }

    /** How many messages were sent. */
    long notified() {
        return notified;
    }

    /** When the next message goes out that quiet hours hold. */
    Optional<Instant> nextArrival() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.firstKey().until);
    }

    /** It goes out, unless it was withdrawn. */
    void arrive() {
        Map.Entry<Waiting, Place> first = waiting.pollFirstEntry();
        Optional.ofNullable(held.remove(first.getValue())).ifPresent(line -> send(line.sentAt(first.getKey().until)));
    }

    /** Something is wrong, which is said once for what is alike. */
    void trouble(Instant now, String who, String what) {
        if (troubles.size() < 1_000 && troubles.add(who + " " + what)) {
            lines.accept(new Line.Trouble(now, who + ": " + what));
        }
    }

    /** What came of an input. */
    void of(IncidentsInMemory.Outcome outcome, Instant now) {
        Decision decision = outcome.decision();
        decision.withdrawn().forEach(gone -> withdraw(outcome.incidentId(), gone, now));
        outcome.messages().forEach(message -> message(message, now));
        outcome.missing().forEach(missing -> trouble(now, "rule " + missing.rule(), missing.why()));
        outcome.leftOut()
                .forEach(left -> held(
                        outcome.incidentId(),
                        now,
                        left.hold().by(),
                        left.hold().until(),
                        left.hold().why(),
                        left.alerts()));
        decision.member().ifPresent(member -> dropped(outcome.incidentId(), member, now));
        hours(outcome, now);
        if (decision.next().incident().state() == Incident.State.OVER) {
            said.remove(outcome.incidentId());
        }
    }

    private void message(IncidentsInMemory.Message message, Instant now) {
        Address address = message.told().address();
        Line.Notified line = new Line.Notified(
                now,
                now,
                Recipient.of(address),
                address.onCall(),
                message.kind(),
                message.severity(),
                message.title(),
                message.grouping(),
                message.rules(),
                message.part().lines().isEmpty()
                        ? message.alone().map(names).stream().toList()
                        : names(message.part(), true),
                names(message.part(), false),
                message.part().rest());
        Optional<Instant> until = address.heldUntil().filter(now::isBefore);
        if (until.isEmpty()) {
            send(line);
            return;
        }
        Place place =
                new Place(message.incidentId(), address.key(), message.told().version());
        held.put(place, line);
        waiting.put(new Waiting(until.get(), ++waits), place);
        lines.accept(new Line.HeldBack(now, quietHours(line.to()), until, "", Optional.of(line.to()), line.alerts()));
    }

    private static String quietHours(Recipient to) {
        return "quiet hours of " + to.person().orElse(to.receiver());
    }

    private void send(Line.Notified line) {
        notified++;
        lines.accept(line);
    }

    private void withdraw(String incidentId, Withdrawn gone, Instant now) {
        Optional.ofNullable(held.remove(new Place(incidentId, gone.address(), gone.version())))
                .ifPresent(line -> lines.accept(new Line.HeldBack(
                        now,
                        quietHours(line.to()),
                        Optional.empty(),
                        gone.why() == Withdrawn.Why.SUPERSEDED
                                ? "a newer message says all of it"
                                : "it is over before it was sent, so neither is sent",
                        Optional.of(line.to()),
                        line.alerts())));
    }

    private List<AlertName> names(Part part, boolean fires) {
        return part.lines().stream()
                .filter(line -> line.fires() == fires)
                .map(line -> new AlertName(
                        line.member().title(),
                        names.apply(line.member().alert()).fingerprint()))
                .toList();
    }

    private void held(
            String incidentId, Instant now, String by, Optional<Instant> until, String why, List<String> alerts) {
        Set<String> known = said.computeIfAbsent(incidentId, fresh -> new HashSet<>());
        List<AlertName> news = alerts.stream()
                .filter(alert -> known.add(by + "\n" + until + "\n" + alert))
                .map(names)
                .toList();
        if (!news.isEmpty()) {
            lines.accept(new Line.HeldBack(now, by, until, why, Optional.empty(), news));
        }
    }

    /** What begins outside of a rule's hours, and is never told through it. */
    private void dropped(String incidentId, Member member, Instant now) {
        member.matched().stream()
                .filter(match ->
                        match.fires() && match.isDropped() && member.since().equals(now))
                .forEach(match -> held(
                        incidentId,
                        now,
                        "hours of rule " + match.rule(),
                        Optional.empty(),
                        "never notified through it: later is drop",
                        List.of(member.alert())));
    }

    /** Rules that looked outside of their hours. */
    private void hours(IncidentsInMemory.Outcome outcome, Instant now) {
        if (!outcome.decision().next().roster().isWhole()) {
            return; // nobody looks at a few
        }
        for (Subscription subscription : outcome.decision().next().subscriptions()) {
            Optional<ActiveTimes> hours = Optional.ofNullable(policies.get(subscription.rule()))
                    .flatMap(Policy::active)
                    .filter(times -> subscription.looked().filter(now::equals).isPresent() && !times.isActive(now));
            if (hours.isPresent()) {
                List<String> untold = outcome.decision().next().roster().firing().stream()
                        .filter(member -> isUntold(
                                member,
                                subscription.rule(),
                                outcome.decision().next().told()))
                        .map(Member::alert)
                        .toList();
                held(
                        outcome.incidentId(),
                        now,
                        "hours of rule " + subscription.rule(),
                        hours.get().begins(now),
                        "",
                        untold);
            }
        }
    }

    private static boolean isUntold(Member member, String rule, List<Told> told) {
        return member.matchedBy(rule)
                .filter(match -> match.fires() && !match.isDropped() && isUntold(match, told))
                .isPresent();
    }

    private static boolean isUntold(Matched match, List<Told> told) {
        return told.stream().noneMatch(one -> one.through().getOrDefault(match.rule(), -1L) >= match.since());
    }
}
