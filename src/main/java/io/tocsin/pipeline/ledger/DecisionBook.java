package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Alerts;
import io.tocsin.model.alert.Late;
import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Group;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Verdict;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.seen.SeenAlert;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The alerts and incidents that a group of decisions is about: read once, changed in memory in the order of the
 * decisions, and written once.
 */
final class DecisionBook {

    /** What no rule says an end for is remembered for so long; it costs no more than a decision to forget it. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final Corridor corridor;
    private final Instant now;
    private final Map<AlertKey, AlertRow> alerts;
    private final NewAlerts fresh;
    private final IncidentBook incidents;
    private final Set<AlertRow> changedAlerts = new LinkedHashSet<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    private DecisionBook(
            Corridor corridor, Instant now, Map<AlertKey, AlertRow> alerts, NewAlerts fresh, IncidentBook incidents) {
        this.corridor = corridor;
        this.now = now;
        this.alerts = alerts;
        this.fresh = fresh;
        this.incidents = incidents;
    }

    static DecisionBook open(
            Handle tx, Corridor corridor, Notifying notifying, List<EventStaging> decisions, Instant now) {
        List<Observed> all = decisions.stream()
                .flatMap(decision -> decision.observed().stream())
                .toList();
        Dialect dialect = corridor.store().dialect();
        Set<AlertKey> keys = all.stream().map(seen -> seen.alert().key()).collect(Collectors.toSet());
        NewAlerts fresh = NewAlerts.reserve(tx, dialect, keys, now);
        Map<AlertKey, AlertRow> alerts = AlertRow.load(tx, keys, dialect.held(IncidentLocks.ALERTS));
        IncidentBook incidents = new IncidentBook(corridor, tx, notifying, now);
        incidents.readFor(
                all.stream()
                        .filter(observed -> repeat(observed, alerts, now).isEmpty())
                        .map(observed -> of(
                                Optional.ofNullable(alerts.get(observed.alert().key())), observed))
                        .toList(),
                alerts.values().stream()
                        .filter(alert -> alert.resolvedIn().isPresent())
                        .collect(Collectors.toMap(
                                alert -> alert.id, alert -> alert.resolvedIn().get())));
        return new DecisionBook(corridor, now, alerts, fresh, incidents);
    }

    /** @param alert what is known of it, if anything is */
    static IncidentBook.Of of(Optional<AlertRow> alert, Observed observed) {
        boolean mayBegin = !observed.rules().isEmpty(); // what no rule matches makes no incident
        return new IncidentBook.Of(
                alert.map(row -> row.id).orElse(""),
                alert.flatMap(AlertRow::incident),
                mayBegin ? observed.group() : Group.alone(observed.alert().key()),
                observed.shared());
    }

    /** What the idempotent consumer knew, where the store still says so: nothing but the count changes. */
    private static Optional<SeenAlert> repeat(Observed observed, Map<AlertKey, AlertRow> alerts, Instant now) {
        return observed.seen()
                .filter(seen -> Optional.ofNullable(alerts.get(observed.alert().key()))
                        .filter(row -> row.stands(seen, now))
                        .isPresent());
    }

    /** Enters one decision and says what came of it, for the trace. */
    ObjectNode enter(EventStaging decision) {
        ObjectNode trace = corridor.json().createObjectNode();
        ArrayNode entries = trace.putArray("alerts");
        for (Observed observed : decision.observed()) {
            entries.add(enter(decision, observed));
        }
        decision.badAlerts().forEach(bad -> trace.withArray("refused")
                .addObject()
                .put("index", bad.index())
                .put("reason", bad.reason()));
        decision.deadReason().ifPresent(reason -> trace.put("dead", reason));
        return trace;
    }

    private ObjectNode enter(EventStaging decision, Observed told) {
        AlertRow alert = alerts.computeIfAbsent(told.alert().key(), key -> AlertRow.fresh(fresh.id(key), key, now));
        Alerts.Decision decided = alert.decide(told.alert(), decision.event(), corridor.json(), now);
        if (decided.late().isPresent()) {
            return late(decision, alert, told, decided.late().get());
        }
        Observed observed = told.with(decided.alert());
        Optional<SeenAlert> repeat = repeat(told, alerts, now);
        boolean changes = alert.changesWith(observed.alert());
        Input input = alert.input(decision.event(), observed.alert(), observed.rules());
        alert.see(
                decided,
                JsonText.of(corridor.json(), observed.json()),
                decision.event().id(),
                now);
        changedAlerts.add(alert);
        ObjectNode entry = entry(alert, observed);
        if (repeat.isPresent()) {
            entry.set("rules", repeat.get().rules());
            comesOf(decision, told, alert, Optional.empty(), repeat);
            return entry;
        }
        IncidentBook.Of of = of(Optional.of(alert), observed);
        List<String> concerned = concerned(of, observed);
        IncidentBook.Outcome outcome = incidents.decide(
                of, input, decision.policies(), decision.event().id(), observed.json());
        alert.staysIn(incidents.lingersIn(alert.id));
        if (outcome.decision().member().isPresent()) {
            alert.isIn(outcome.incidentId());
            outcome.decision().next().incident().grouping().ifPresent(grouping -> entry.put("grouping", grouping));
        }
        ArrayNode rules = entry.putArray("rules");
        concerned.forEach(rule -> RuleLine.write(
                rules.addObject(), rule, decision.policies(), outcome, AlertRow.isOneShot(observed.alert())));
        if (changes || outcome.decision().effect().isNews()) {
            alert.changes();
        }
        comesOf(decision, told, alert, Optional.empty(), sameAgain(decision, observed, alert, input, outcome));
        return entry;
    }

    /** What comes of the same again, and how long it stays so: until the first of its rules wants to hear of it. */
    private Optional<SeenAlert> sameAgain(
            EventStaging decision, Observed observed, AlertRow alert, Input input, IncidentBook.Outcome outcome) {
        boolean firing = observed.alert().status() == AlertStatus.FIRING;
        ArrayNode rules = corridor.json().createArrayNode();
        observed.rules().forEach(rule -> {
            if (firing) {
                RuleLine.writeRepeat(
                        rules.addObject(), rule, decision.policies(), outcome, AlertRow.isOneShot(observed.alert()));
            } else {
                rules.addObject().put("rule", rule).put("verdict", Verdict.NOT_OPEN.word());
            }
        });
        Instant until = Optional.of(outcome.decision())
                .filter(decided -> input instanceof Input.Fired fired && fired.isOneShot())
                .flatMap(Decision::member)
                .flatMap(member -> member.toldAgainAt(decision.policies()))
                .filter(news -> news.isBefore(now.plus(FORGOTTEN)))
                .orElse(now.plus(FORGOTTEN));
        return Optional.of(new SeenAlert(alert.id, alert.generation(), until, rules))
                .filter(seen -> now.isBefore(seen.until()));
    }

    private ObjectNode late(EventStaging decision, AlertRow alert, Observed told, Late late) {
        alert.seeLate(now);
        changedAlerts.add(alert);
        comesOf(decision, told, alert, Optional.of(late), Optional.empty());
        ObjectNode entry = entry(alert, told).put("late", late.words());
        ArrayNode rules = entry.putArray("rules");
        concerned(of(Optional.of(alert), told), told)
                .forEach(rule -> rules.addObject().put("rule", rule).put("verdict", Verdict.LATE.word()));
        return entry;
    }

    private void comesOf(
            EventStaging decision, Observed told, AlertRow alert, Optional<Late> late, Optional<SeenAlert> repeats) {
        Outcome outcome = new Outcome(alert.key, told.key(), late, alert.expiresAt(), repeats);
        afterCommit.add(() -> decision.comes(outcome));
    }

    private ObjectNode entry(AlertRow alert, Observed observed) {
        ObjectNode entry = corridor.json().createObjectNode();
        entry.put("id", alert.id);
        entry.set("alert", observed.json());
        return entry;
    }

    /**
     * The rules that the alert matches; if it is over, those too whose incident it ends without matching them any more:
     * many senders say less when all is well than when it is not.
     */
    private List<String> concerned(IncidentBook.Of of, Observed observed) {
        if (observed.alert().status() == AlertStatus.FIRING) {
            return observed.rules();
        }
        Set<String> all = new LinkedHashSet<>(observed.rules());
        all.addAll(incidents.rulesOf(of));
        return List.copyOf(all);
    }

    List<IncidentBook.Unreached> unreached() {
        return incidents.unreached();
    }

    void write(Handle tx) {
        afterCommit.forEach(tx::afterCommit);
        AlertRow.write(tx, changedAlerts);
        incidents.write();
    }
}
