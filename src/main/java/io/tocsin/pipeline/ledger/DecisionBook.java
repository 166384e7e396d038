package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Alerts;
import io.tocsin.model.alert.Late;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Verdict;
import io.tocsin.pipeline.ledger.IncidentRow.Key;
import io.tocsin.pipeline.seen.SeenAlert;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final OpenIncidents incidents;
    private final Set<AlertRow> changedAlerts = new LinkedHashSet<>();
    private final Set<IncidentRow> changedIncidents = new LinkedHashSet<>();
    private final NewNotices notices;
    private final List<Runnable> afterCommit = new ArrayList<>();

    private DecisionBook(Corridor corridor, Instant now, Map<AlertKey, AlertRow> alerts, OpenIncidents incidents) {
        this.corridor = corridor;
        this.now = now;
        this.alerts = alerts;
        this.incidents = incidents;
        this.notices = new NewNotices(corridor, now);
    }

    static DecisionBook open(Handle tx, Corridor corridor, List<EventStaging> decisions, Instant now) {
        List<Observed> all = decisions.stream()
                .flatMap(decision -> decision.observed().stream())
                .toList();
        Map<AlertKey, AlertRow> alerts =
                AlertRow.load(tx, all.stream().map(seen -> seen.alert().key()).collect(Collectors.toSet()));
        Set<AlertKey> news = all.stream()
                .map(observed -> repeat(observed, alerts, now).isPresent()
                        ? null
                        : observed.alert().key())
                .filter(Objects::nonNull)
                .filter(alerts::containsKey)
                .collect(Collectors.toSet());
        return new DecisionBook(corridor, now, alerts, new OpenIncidents(IncidentRow.load(tx, news)));
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
        AlertRow alert = alerts.computeIfAbsent(told.alert().key(), key -> AlertRow.fresh(Id.ALERT.next(), key, now));
        Alerts.Decision decided = alert.decide(told.alert(), decision.event(), corridor.json(), now);
        if (decided.late().isPresent()) {
            return late(decision, alert, told, decided.late().get());
        }
        Observed observed = told.with(decided.alert());
        Optional<SeenAlert> repeat = repeat(told, alerts, now);
        boolean changes = alert.changesWith(observed.alert());
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
        ArrayNode rules = entry.putArray("rules");
        for (Match match : concerned(decision, observed)) {
            ObjectNode line = rules.addObject().put("rule", match.rule());
            changes |=
                    judge(decision.event().id(), observed, match, alert, line).changes();
        }
        if (changes) {
            alert.changes();
        }
        comesOf(decision, told, alert, Optional.empty(), sameAgain(observed, alert));
        return entry;
    }

    /** What comes of the same again, and how long it stays so: until the first of its rules wants to hear of it. */
    private Optional<SeenAlert> sameAgain(Observed observed, AlertRow alert) {
        boolean firing = observed.alert().status() == AlertStatus.FIRING;
        ArrayNode rules = corridor.json().createArrayNode();
        Instant until = now.plus(FORGOTTEN);
        for (Match match : observed.matches()) {
            Verdict verdict = firing ? Verdict.DUPLICATE : Verdict.NOT_OPEN;
            ObjectNode line = rules.addObject().put("rule", match.rule()).put("verdict", verdict.word());
            Optional<IncidentRow> open = incidents.find(new Key(match.rule(), alert.key));
            open.ifPresent(incident -> repeats(incident, match, line));
            if (firing) {
                Instant news = open.map(incident -> incident.state().noticedAt().plus(match.dedup()))
                        .orElse(now);
                until = news.isBefore(until) ? news : until;
            }
        }
        return Optional.of(new SeenAlert(alert.id, alert.generation(), until, rules))
                .filter(seen -> now.isBefore(seen.until()));
    }

    private ObjectNode late(EventStaging decision, AlertRow alert, Observed told, Late late) {
        alert.seeLate(now);
        changedAlerts.add(alert);
        comesOf(decision, told, alert, Optional.of(late), Optional.empty());
        ObjectNode entry = entry(alert, told).put("late", late.words());
        ArrayNode rules = entry.putArray("rules");
        concerned(decision, told)
                .forEach(match -> rules.addObject().put("rule", match.rule()).put("verdict", Verdict.LATE.word()));
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
    private List<Match> concerned(EventStaging decision, Observed observed) {
        if (observed.alert().status() == AlertStatus.FIRING) {
            return observed.matches();
        }
        List<Match> all = new ArrayList<>(observed.matches());
        Set<String> matched = observed.matches().stream().map(Match::rule).collect(Collectors.toSet());
        incidents.rules(observed.alert().key()).stream()
                .filter(rule -> !matched.contains(rule))
                .map(rule -> decision.rule(rule).orElseGet(() -> Match.gone(rule)))
                .forEach(all::add);
        return all;
    }

    private Verdict judge(String eventId, Observed observed, Match match, AlertRow alert, ObjectNode line) {
        Key key = new Key(match.rule(), alert.key);
        Severity severity = match.severity().orElse(observed.alert().severity());
        Optional<IncidentRow> open = incidents.find(key);
        Verdict verdict = Verdict.of(
                        open.map(IncidentRow::state), observed.alert().status(), severity, match.dedup(), now)
                .where(match.resolved());
        line.put("verdict", verdict.word());
        open.ifPresent(incident -> line.put("incident", incident.id));
        if (verdict == Verdict.RESOLVED_QUIETLY) {
            IncidentRow incident = open.orElseThrow();
            incidents.remove(key);
            incident.end(now);
            changedIncidents.add(incident);
            line.put("reason", "the incident is over; the rule says resolved: false, so nobody is notified of it");
        }
        if (verdict == Verdict.DUPLICATE) {
            open.ifPresent(incident -> repeats(incident, match, line));
        }
        verdict.notice().ifPresent(kind -> {
            IncidentRow incident = open.orElseGet(() -> IncidentRow.open(key, alert.id, now));
            if (verdict == Verdict.RESOLVED) {
                incident.resolve(now);
            } else {
                incident.change(severity, observed.alert().title(), now);
            }
            changedIncidents.add(incident);
            if (incident.isResolved()) {
                incidents.remove(key);
            } else {
                incidents.put(incident);
            }
            line.put("incident", incident.id);
            line.put("kind", kind.word());
            line.put("notice", notices.add(kind, incident, eventId, match, observed.json()));
        });
        return verdict;
    }

    /** Of which incident an alert is a duplicate, since when, and until when the same again would be one, too. */
    private static void repeats(IncidentRow incident, Match match, ObjectNode line) {
        Instant since = incident.state().noticedAt();
        line.put("incident", incident.id)
                .put("since", since.toString())
                .put("until", since.plus(match.dedup()).toString());
    }

    void write(Handle tx) {
        afterCommit.forEach(tx::afterCommit);
        AlertRow.write(tx, changedAlerts);
        IncidentRow.write(tx, changedIncidents);
        notices.write(tx);
    }
}
