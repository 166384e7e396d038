package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Alerts;
import io.tocsin.model.alert.Late;
import io.tocsin.model.event.Event;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Policy;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.silence.Hold;
import io.tocsin.pipeline.incident.IncidentsInMemory;
import io.tocsin.pipeline.silence.HoldsInMemory;
import io.tocsin.store.sql.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Alerts and their incidents in memory, decided as {@link RecordDecision} does of the store's, at times that the caller says. An
 * alert that is over is forgotten after a day. Not for several threads.
 */
public final class AlertsInMemory {

    /** For so long what is over is remembered: what comes later of it is as if nobody had heard of it. */
    private static final Duration KEPT = Duration.ofDays(1);

    /**
     * What came of a word about an alert.
     *
     * @param alertId the alert's id here
     * @param late why it does not count; empty if it does
     * @param outcome what it did to an incident; empty where it is late
     */
    public record Word(String alertId, Optional<Late> late, Optional<IncidentsInMemory.Outcome> outcome) {}

    /**
     * An alert that nobody has told again.
     *
     * @param key which
     * @param lastWord what it said last
     * @param until when it is over
     */
    public record Silent(AlertKey key, JsonNode lastWord, Instant until) {}

    private record Expiry(Instant at, String alertId) {}

    private record Ended(AlertKey key, Instant at) {}

    private final ObjectMapper json;
    private final HoldsInMemory holds;
    private final IncidentsInMemory incidents;
    private final Map<AlertKey, AlertRow> alerts = new HashMap<>();
    private final Map<String, AlertRow> byId = new HashMap<>();
    private final Map<String, ObjectNode> firing = new HashMap<>();
    private final Map<String, Instant> expiresAt = new HashMap<>();
    private final TreeSet<Expiry> expiring =
            new TreeSet<>(Comparator.comparing(Expiry::at).thenComparing(Expiry::alertId));
    private final ArrayDeque<Ended> over = new ArrayDeque<>();
    private final Set<String> released = new LinkedHashSet<>();
    private long made;

    /**
     * @param json reads and writes alerts
     * @param recipients the people who can be notified
     * @param holds what holds alerts back
     */
    public AlertsInMemory(ObjectMapper json, Recipients recipients, HoldsInMemory holds) {
        this.json = json;
        this.holds = holds;
        this.incidents = new IncidentsInMemory(recipients, new IncidentsInMemory.Alerts() {
            @Override
            public boolean mayHold() {
                return holds.mayHold();
            }

            @Override
            public JsonNode lastWord(String alertId) {
                return firing.get(alertId);
            }

            @Override
            public Optional<Hold> hold(String alertId, JsonNode alert, Instant now) {
                return holds.hold(alertId, alert, now);
            }
        });
    }

    /** Their incidents. */
    public IncidentsInMemory incidents() {
        return incidents;
    }

    /** What an alert that fires said last; empty where it is over. */
    public Optional<JsonNode> lastWord(String alertId) {
        return Optional.ofNullable(firing.get(alertId));
    }

    /** The ids of those that fire. */
    public List<String> firing() {
        return firing.keySet().stream().sorted().toList();
    }

    /** What makes an alert the same again; empty where it is forgotten. */
    public Optional<AlertKey> key(String alertId) {
        return Optional.ofNullable(byId.get(alertId)).map(row -> row.key);
    }

    /** When the first of them is over that nobody tells again. */
    public Optional<Instant> nextExpiry() {
        return expiring.isEmpty() ? Optional.empty() : Optional.of(expiring.first().at);
    }

    /** The alert that {@linkplain #nextExpiry expires} first. */
    public Silent firstToExpire() {
        Expiry first = expiring.first();
        return new Silent(byId.get(first.alertId).key, firing.get(first.alertId), first.at);
    }

    /** The alert that expires first goes on: nobody can say that it is over. */
    public void leaveFirst() {
        expiresAt.remove(expiring.pollFirst().alertId);
    }

    /**
     * Decides of a word about an alert.
     *
     * @param event the event that says so
     * @param told the alert as the decide stage sees it
     * @param policies what the rules say
     * @param now the time
     */
    public Word enter(Event event, Observed told, Map<String, Policy> policies, Instant now) {
        forget(now);
        AlertRow alert = alerts.computeIfAbsent(told.alert().key(), key -> AlertRow.fresh("alr_" + ++made, key, now));
        byId.put(alert.id, alert);
        Alerts.Decision decided = alert.decide(told.alert(), event, json, now);
        if (decided.late().isPresent()) {
            alert.seeLate(now);
            return new Word(alert.id, decided.late(), Optional.empty());
        }
        Observed observed = told.with(decided.alert());
        Input input = alert.input(event, observed.alert(), observed.rules());
        alert.see(decided, JsonText.of(json, observed.json()), event.id(), now);
        boolean fires = observed.alert().status() == AlertStatus.FIRING;
        remember(alert, observed, fires, now);
        released.addAll(holds.see(alert.id, observed.json(), fires));
        IncidentsInMemory.Outcome outcome =
                incidents.decide(DecisionBook.of(Optional.of(alert), observed), input, policies, observed.json(), now);
        if (outcome.decision().member().isPresent()) {
            alert.isIn(outcome.incidentId());
        }
        return new Word(alert.id, Optional.empty(), Optional.of(outcome));
    }

    /** Has rules look at what alerts held back that do so no longer. */
    public List<IncidentsInMemory.Outcome> release(Map<String, Policy> policies, Instant now) {
        List<IncidentsInMemory.Outcome> outcomes = new ArrayList<>();
        for (String by : List.copyOf(released)) {
            released.remove(by);
            outcomes.addAll(incidents.release(by, "what held it back is over", policies, now));
        }
        return outcomes;
    }

    /**
     * Somebody does something about the incident of an alert.
     *
     * @return empty where the alert is in none that is open
     */
    public Optional<IncidentsInMemory.Outcome> act(
            String alertId, Input.Act act, Map<String, Policy> policies, Instant now) {
        return Optional.ofNullable(byId.get(alertId))
                .flatMap(AlertRow::incident)
                .flatMap(incident -> incidents.act(incident, act, policies, now));
    }

    private void remember(AlertRow alert, Observed observed, boolean fires, Instant now) {
        Optional.ofNullable(expiresAt.remove(alert.id)).ifPresent(at -> expiring.remove(new Expiry(at, alert.id)));
        if (fires) {
            firing.put(alert.id, observed.json());
            alert.expiresAt().ifPresent(at -> {
                expiresAt.put(alert.id, at);
                expiring.add(new Expiry(at, alert.id));
            });
        } else {
            firing.remove(alert.id);
            over.add(new Ended(alert.key, now));
        }
    }

    private void forget(Instant now) {
        while (!over.isEmpty() && over.peek().at.isBefore(now.minus(KEPT))) {
            Ended ended = over.poll();
            AlertRow alert = alerts.get(ended.key);
            if (alert != null && !firing.containsKey(alert.id) && !alert.isSeenSince(now.minus(KEPT))) {
                alerts.remove(ended.key);
                byId.remove(alert.id);
                incidents.forget(alert.id);
                holds.forget(alert.id);
            } else if (alert != null && !firing.containsKey(alert.id)) {
                over.add(new Ended(ended.key, now)); // it was spoken of since
            }
        }
    }
}
