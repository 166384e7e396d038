package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Remembered;
import io.tocsin.model.incident.Told;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.lane.Lanes;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Statements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** What became of what addresses were told: a decision goes by whether the deliveries still wait to be sent. */
final class Tellings {

    private static final String WAITING = """
            SELECT incident_id, receiver, address, version, owner IS NOT NULL OR possible_duplicate = 1 AS tried
            FROM delivery WHERE incident_id IN (<list>) AND state = 'pending'
            UNION ALL
            SELECT told.incident_id, told.receiver, told.address, told.version, 1 = 1 AS tried
            FROM delivery told JOIN delivery digest ON digest.id = told.digest_id
            WHERE told.incident_id IN (<list>) AND told.state = 'collapsed' AND digest.state = 'pending'
            """;

    /** By the versions that may wait: an incident that goes on for long has many notices. */
    private static final String NOT_FANNED_OUT =
            "SELECT version FROM notice WHERE incident_id = ? AND version >= ? AND state = 'pending'";

    private record Place(String incident, String receiver, String address, long version) {}

    private record Version(String incident, long version) {}

    private Tellings() {}

    /** Brings what these incidents' addresses were told up to what their deliveries have come to since. */
    static void refresh(Handle tx, Dialect dialect, Lanes lanes, Collection<IncidentRow> rows) {
        List<IncidentRow> waiting = rows.stream()
                .filter(row -> row.standing().told().stream().anyMatch(told -> told.state() == Told.State.UNSENT))
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        List<String> ids = waiting.stream().map(IncidentRow::id).toList();
        IncidentLocks.deliveriesOf(tx, dialect, ids);
        lanes.recall(tx, ids); // what waits in a lane of this hub was not tried
        Map<Place, Boolean> tried = new HashMap<>();
        Statements statements = Statements.of(tx);
        statements
                .among(
                        WAITING,
                        ids,
                        row -> Map.entry(
                                new Place(
                                        row.getString("incident_id"),
                                        row.getString("receiver"),
                                        row.getString("address"),
                                        row.getLong("version")),
                                row.getBoolean("tried")))
                .forEach(row -> tried.merge(row.getKey(), row.getValue(), Boolean::logicalOr));
        Set<Version> notices = new HashSet<>();
        for (IncidentRow row : waiting) {
            long first = row.standing().told().stream()
                    .filter(told -> told.state() == Told.State.UNSENT)
                    .mapToLong(Told::version)
                    .min()
                    .orElseThrow();
            notices.addAll(statements.list(
                    NOT_FANNED_OUT,
                    values -> values.text(row.id()).number(first),
                    found -> new Version(row.id(), found.getLong(1))));
        }
        waiting.forEach(row -> refresh(row, tried, notices));
    }

    private static void refresh(IncidentRow row, Map<Place, Boolean> tried, Set<Version> notices) {
        Set<Unsettled> unsettled = new HashSet<>();
        List<Told> now = new ArrayList<>();
        for (Told told : row.standing().told()) {
            Address.Key key = told.address().key();
            Boolean maySeen = tried.get(new Place(row.id(), key.receiver(), key.address(), told.version()));
            if (told.state() != Told.State.UNSENT) {
                now.add(told);
            } else if (maySeen == null) {
                boolean waits = notices.contains(new Version(row.id(), told.version()));
                now.add(waits ? told : told.as(Told.State.SENT));
            } else if (maySeen) {
                unsettled.add(Unsettled.of(told));
                now.add(told.as(Told.State.SENT));
            } else {
                now.add(told);
            }
        }
        row.told(now, unsettled);
    }

    /**
     * What is being sent, or waits to be tried again: a decision takes it for sent, but it may not arrive in the end, and then what
     * was told before it is what the address knows.
     */
    record Unsettled(Address.Key address, long version) {

        static Unsettled of(Told told) {
            return new Unsettled(told.address().key(), told.version());
        }
    }

    /** What a later decision may ask for; what is being sent is to be asked for again. */
    static List<Told> needed(List<Told> all, Set<Unsettled> unsettled) {
        Predicate<Told> isUnsettled = told -> unsettled.contains(Unsettled.of(told));
        return Remembered.of(all, isUnsettled, Remembered.LOST).stream()
                .map(told ->
                        told.state() == Told.State.SENT && isUnsettled.test(told) ? told.as(Told.State.UNSENT) : told)
                .toList();
    }
}
