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
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
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
        Set<AlertKey> keys = new HashSet<>();
        decisions.forEach(decision ->
                decision.observed().forEach(seen -> keys.add(seen.alert().key())));
        Map<AlertKey, AlertRow> alerts = AlertRow.load(tx, keys);
        return new DecisionBook(corridor, now, alerts, new OpenIncidents(IncidentRow.load(tx, alerts.keySet())));
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
        // The idempotent consumer may know less than the store (after a restart) or more (of a decision that did not
        // commit), so its word counts only where the store agrees.
        boolean repeat = observed.seen() && alert.holds(observed.alert());
        alert.see(
                decided,
                JsonText.of(corridor.json(), observed.json()),
                decision.event().id(),
                now);
        changedAlerts.add(alert);
        comesOf(decision, alert, Optional.empty());

        ObjectNode entry = entry(alert, observed);
        ArrayNode rules = entry.putArray("rules");
        for (Match match : concerned(decision, observed)) {
            ObjectNode line = rules.addObject().put("rule", match.rule());
            if (repeat && stands(observed, match)) {
                line.put("verdict", Verdict.DUPLICATE.word());
                incidents.find(new Key(match.rule(), alert.key)).ifPresent(incident -> repeats(incident, match, line));
            } else {
                judge(decision.event().id(), observed, match, alert, line);
            }
        }
        return entry;
    }

    private ObjectNode late(EventStaging decision, AlertRow alert, Observed told, Late late) {
        alert.seeLate(now);
        changedAlerts.add(alert);
        comesOf(decision, alert, Optional.of(late));
        ObjectNode entry = entry(alert, told).put("late", late.words());
        ArrayNode rules = entry.putArray("rules");
        concerned(decision, told)
                .forEach(match -> rules.addObject().put("rule", match.rule()).put("verdict", Verdict.LATE.word()));
        return entry;
    }

    private void comesOf(EventStaging decision, AlertRow alert, Optional<Late> late) {
        Outcome outcome = new Outcome(alert.key, late, alert.expiresAt());
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

    /** Whether the rule heard of what is repeated; one that did not match then, or was not there, is not told by it. */
    private boolean stands(Observed observed, Match match) {
        boolean open =
                incidents.find(new Key(match.rule(), observed.alert().key())).isPresent();
        return open == (observed.alert().status() == AlertStatus.FIRING);
    }

    private void judge(String eventId, Observed observed, Match match, AlertRow alert, ObjectNode line) {
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
