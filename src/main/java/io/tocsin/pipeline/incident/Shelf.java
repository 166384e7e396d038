package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Flapping;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Matched;
import io.tocsin.model.incident.Member;
import io.tocsin.model.incident.Subscription;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Incidents at hand, and which of them a word about an alert is about: of a store's the few of a transaction, in memory all. */
final class Shelf {

    private final Map<String, IncidentRow> byId = new HashMap<>();
    private final Map<String, IncidentRow> open = new HashMap<>();
    private final Map<String, Member> formerly = new HashMap<>();

    /** Takes one in, or what became of it. */
    void put(IncidentRow row) {
        byId.put(row.id(), row);
        if (row.isOver()) {
            open.remove(row.group.id(), row);
        } else {
            open.put(row.group.id(), row);
        }
    }

    /** Gives one away. */
    void forget(IncidentRow row) {
        byId.remove(row.id(), row);
        open.remove(row.group.id(), row);
    }

    boolean has(String incidentId) {
        return byId.containsKey(incidentId);
    }

    Optional<IncidentRow> find(String incidentId) {
        return Optional.ofNullable(byId.get(incidentId));
    }

    /** One that is there. */
    IncidentRow get(String incidentId) {
        return find(incidentId).orElseThrow(() -> new IllegalStateException(incidentId + " is not at hand"));
    }

    int size() {
        return byId.size();
    }

    /** Those that may have the alert for a member. */
    Stream<IncidentRow> rows(IncidentBook.Of of) {
        return Stream.concat(
                of.incidentId().flatMap(this::find).stream(),
                Stream.ofNullable(open.get(of.group().id())));
    }

    /** An alert stays where it fires; where an episode of it begins, it goes to its group's, which is opened if there is none. */
    IncidentRow incidentOf(IncidentBook.Of of, Input input, Instant now) {
        Optional<IncidentRow> in = in(of);
        boolean begins = input instanceof Input.Fired
                && in.flatMap(row -> row.member(of.alertId()))
                        .filter(Member::fires)
                        .isEmpty();
        return (begins ? Optional.ofNullable(open.get(of.group().id())) : in)
                .orElseGet(() -> IncidentRow.fresh(of.group(), of.alertId(), now));
    }

    /** The rules that keep an alert in its incident. */
    List<String> rulesOf(IncidentBook.Of of) {
        return in(of).stream()
                .flatMap(row -> row.group.isGrouped()
                        ? row.member(of.alertId()).stream().flatMap(member -> member.matched().stream()
                                .filter(Matched::fires)
                                .map(Matched::rule))
                        : row.standing().subscriptions().stream().map(Subscription::rule))
                .toList();
    }

    /** How an alert whose grouping watches whether it flaps was in an incident that is not at hand. */
    void formerly(Member member) {
        formerly.put(member.alert(), member);
    }

    /** Nobody will ask any more how an alert was. */
    void forgetFormer(String alertId) {
        formerly.remove(alertId);
    }

    /** What fires in a group that watches whether its alerts flap, with how often it did so before. */
    Input watched(IncidentBook.Of of, Input input) {
        return input instanceof Input.Fired fired && of.group().flapping().isPresent()
                ? fired.watched(Flapping.Watch.of(of.group().flapping().get(), last(of)))
                : input;
    }

    private Optional<Member> last(IncidentBook.Of of) {
        return of.incidentId()
                .flatMap(this::find)
                .flatMap(row -> row.member(of.alertId()))
                .or(() -> Optional.ofNullable(formerly.get(of.alertId())));
    }

    private Optional<IncidentRow> in(IncidentBook.Of of) {
        return of.incidentId().flatMap(this::find).filter(row -> !row.isOver());
    }
}
