package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.store.corridor.Counters;

/** Counts what decisions say, once they are on disk. */
final class DecisionMeters {

    private final Counters alerts;
    private final Counters matches;
    private final Counters dead;

    DecisionMeters(MeterRegistry meters) {
        this.alerts = new Counters(meters, "tocsin.alerts", "Alerts that events meant", "severity", "status");
        this.matches = new Counters(
                meters, "tocsin.rule.matches", "Alerts that a rule matched, by what that did", "rule", "verdict");
        this.dead = new Counters(
                meters, "tocsin.events.dead", "Events, or alerts of them, that became dead letters", "origin", "kind");
    }

    void count(String source, JsonNode decision) {
        for (JsonNode entry : decision.path("alerts")) {
            JsonNode alert = entry.path("alert");
            alerts.count(alert.path("severity").asText(), alert.path("status").asText());
            for (JsonNode line : entry.path("rules")) {
                matches.count(line.path("rule").asText(), line.path("verdict").asText());
            }
        }
        decision.path("refused").forEach(refused -> dead.count(source, "alert"));
        if (decision.has("dead")) {
            dead.count(source, "event");
        }
    }
}
