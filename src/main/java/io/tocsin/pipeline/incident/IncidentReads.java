package io.tocsin.pipeline.incident;

import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Dialect;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What one transaction reads of incidents, held until it ends, with what became of what their addresses were told. */
final class IncidentReads {

    private final Corridor corridor;
    private final Handle tx;
    private final Instant now;
    private final Shelf shelf;

    /** Alerts, and the incidents that somebody resolved while they fired. */
    private final Map<String, String> lingering = new HashMap<>();

    private boolean atOnce;

    /**
     * @param now the store's time
     * @param shelf where what is read is put
     */
    IncidentReads(Corridor corridor, Handle tx, Instant now, Shelf shelf) {
        this.corridor = corridor;
        this.tx = tx;
        this.now = now;
        this.shelf = shelf;
    }

    /** From here on what is read is taken at once or not at all, since what comes after it is held already. */
    void takeAtOnce() {
        atOnce = true;
    }

    /** What words about these alerts are about: {@link IncidentBook#readFor}. */
    void readFor(Collection<IncidentBook.Of> alerts, Map<String, String> stillIn) {
        readFor(alerts, new HashSet<>(stillIn.values()));
        readLingering(stillIn);
    }

    /** All are held before any is read: the deliveries of the first come after the last. */
    private void readFor(Collection<IncidentBook.Of> alerts, Set<String> more) {
        Set<String> groups = alerts.stream()
                .filter(of -> of.group().isGrouped())
                .map(of -> of.group().key())
                .collect(Collectors.toSet());
        if (atOnce) {
            IncidentLocks.ofGroupsAtOnce(tx, dialect(), groups);
        } else {
            IncidentLocks.ofGroups(tx, dialect(), groups);
        }
        Set<String> ids = new LinkedHashSet<>(IncidentRow.ofGroups(tx, groups));
        alerts.forEach(of -> of.incidentId().ifPresent(ids::add));
        Set<String> held = new LinkedHashSet<>(ids);
        held.addAll(more);
        hold(held);
        List<IncidentRow> rows = IncidentRow.open(tx, ids);
        rows.forEach(row -> more.remove(row.id()));
        List<IncidentRow> others = IncidentRow.of(tx, more);
        Tellings.refresh( // where something may be told: not for a word about an alert of a group
                tx,
                corridor,
                Stream.concat(rows.stream().filter(row -> !row.group.isGrouped()), others.stream())
                        .toList(),
                now);
        rows.forEach(shelf::put);
        others.forEach(shelf::put);
        Set<String> members = new LinkedHashSet<>();
        alerts.forEach(of -> shelf.rows(of).forEach(row -> members.add(MemberRow.id(row.id(), of.alertId()))));
        readMembers(members);
        readFormer(alerts);
    }

    /** Of alerts that may flap: how often they did something in incidents that are over. */
    private void readFormer(Collection<IncidentBook.Of> alerts) {
        Set<String> members = alerts.stream()
                .filter(of -> of.group().flapping().isPresent())
                .flatMap(of ->
                        of.incidentId().stream().filter(id -> !shelf.has(id)).map(id -> MemberRow.id(id, of.alertId())))
                .collect(Collectors.toSet());
        MemberRow.of(tx, members).forEach(row -> shelf.formerly(row.member()));
    }

    /** Incidents, whether they are over or not; one that is gone is not put there. */
    void read(Collection<String> ids) {
        List<String> more = ids.stream().filter(id -> !shelf.has(id)).distinct().toList();
        hold(more);
        List<IncidentRow> rows = IncidentRow.of(tx, more);
        Tellings.refresh(tx, corridor, rows, now);
        rows.forEach(shelf::put);
    }

    private void hold(Collection<String> ids) {
        if (atOnce) {
            IncidentLocks.atOnce(tx, dialect(), ids);
        } else {
            IncidentLocks.of(tx, dialect(), ids);
        }
    }

    private Dialect dialect() {
        return corridor.store().dialect();
    }

    private void readLingering(Map<String, String> byAlert) {
        Set<String> members = new LinkedHashSet<>();
        byAlert.forEach((alert, incident) -> {
            if (shelf.has(incident)) {
                lingering.put(alert, incident);
                members.add(MemberRow.id(incident, alert));
            }
        });
        readMembers(members);
    }

    private void readMembers(Set<String> ids) {
        Set<String> ofGroups = new LinkedHashSet<>(ids);
        ofGroups.removeIf(
                id -> !shelf.get(id.substring(0, id.indexOf('/'))).group.isGrouped());
        MemberRow.of(tx, ofGroups).forEach(row -> shelf.get(row.incidentId()).knows(row.member()));
    }

    /** The incident that somebody resolved and that an alert which fires is still of. */
    Optional<String> lingersIn(String alertId) {
        return Optional.ofNullable(lingering.get(alertId));
    }

    /** An alert is not of that incident any more. */
    void leaves(String alertId) {
        lingering.remove(alertId);
    }
}
