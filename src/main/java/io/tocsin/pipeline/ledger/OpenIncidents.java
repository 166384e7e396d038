package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.AlertKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The open incidents that a group of decisions is about, by alert: each alert looks at its own, however many others end. */
final class OpenIncidents {

    private final Map<AlertKey, Map<String, IncidentRow>> byAlert = new HashMap<>();

    OpenIncidents(Collection<IncidentRow> open) {
        open.forEach(this::put);
    }

    Optional<IncidentRow> find(IncidentRow.Key key) {
        return Optional.ofNullable(of(key.alert()).get(key.rule()));
    }

    /** The rules that an alert has an incident of, in the order of their names. */
    Set<String> rules(AlertKey alert) {
        return of(alert).keySet();
    }

    void put(IncidentRow incident) {
        byAlert.computeIfAbsent(incident.key.alert(), alert -> new TreeMap<>()).put(incident.key.rule(), incident);
    }

    void remove(IncidentRow.Key key) {
        of(key.alert()).remove(key.rule());
    }

    private Map<String, IncidentRow> of(AlertKey alert) {
        return byAlert.getOrDefault(alert, Map.of());
    }
}
