package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Entering;
import io.tocsin.model.incident.Handling;
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

    /** What a word about an alert may be about, of these: all but what each of them makes of it. */
    abstract class Word implements Entering.AtHand<IncidentRow> {

        private final IncidentBook.Of of;
        private final Instant now;

        Word(IncidentBook.Of of, Instant now) {
            this.of = of;
            this.now = now;
        }

        @Override
        public Optional<IncidentRow> in() {
            return Shelf.this.in(of);
        }

        @Override
        public Optional<IncidentRow> open() {
            return Optional.ofNullable(open.get(of.group().id()));
        }

        @Override
        public IncidentRow fresh() {
            return IncidentRow.fresh(of.group(), of.alertId(), now);
        }

        @Override
        public Optional<Member> member(IncidentRow row) {
            return row.member(of.alertId());
        }

        @Override
        public Optional<Member> last() {
            return Shelf.this.last(of);
        }

        @Override
        public Handling.Earlier earlier(IncidentRow left) {
            return left.earlier();
        }
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
