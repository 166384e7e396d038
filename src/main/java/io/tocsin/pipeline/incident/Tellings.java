package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Remembered;
import io.tocsin.model.incident.Told;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Statements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** What became of what addresses were told: a decision goes by whether the deliveries still wait to be sent. */
final class Tellings {

    private static final String WAITING = """
            SELECT incident_id, receiver, address, version,
                   CASE WHEN owner IS NOT NULL THEN 'SENDING' WHEN possible_duplicate = 1 THEN 'TRIED' ELSE 'WAITS' END AS how
            FROM delivery WHERE incident_id IN (<list>) AND state = 'pending'
            UNION ALL
            SELECT told.incident_id, told.receiver, told.address, told.version,
                   CASE WHEN %s AND told.possible_duplicate = 0 THEN 'IN_UNTRIED_DIGEST'
                        WHEN digest.attempt > CASE WHEN digest.owner IS NULL THEN 0 ELSE 1 END THEN 'IN_DIGEST'
                        ELSE 'SENDING' END AS how
            FROM delivery told JOIN delivery digest ON digest.id = told.digest_id
            WHERE told.incident_id IN (<list>) AND told.state = 'collapsed' AND digest.state = 'pending'
            """.formatted(Withdrawals.UNTRIED);

    /** By which lanes know the digests that tell of incidents. */
    private static final String DIGESTS = """
            SELECT DISTINCT digest.incident_id FROM delivery told JOIN delivery digest ON digest.id = told.digest_id
            WHERE told.incident_id IN (<list>) AND told.state = 'collapsed' AND digest.state = 'pending'
            """;

    /** By the versions that may wait: an incident that goes on for long has many notices. */
    private static final String NOT_FANNED_OUT =
            "SELECT version, receivers FROM notice WHERE incident_id = ? AND version >= ? AND state = 'pending'";

    /** When what was told at a version arrived, by itself or in a digest. */
    private static final String ARRIVED = """
            SELECT told.receiver, told.address, COALESCE(digest.settled_at, told.settled_at) AS arrived_at
            FROM notice JOIN delivery told ON told.notice_id = notice.id LEFT JOIN delivery digest ON digest.id = told.digest_id
            WHERE notice.incident_id = ? AND notice.version = ?
              AND (told.state = 'delivered' OR told.state = 'collapsed' AND digest.state = 'delivered')
            """;

    /** How a delivery stands that is not settled. */
    private enum How {
        /** No try of it may have got through. */
        WAITS,
        /** It is told in a digest of which no try was made: a page is taken out of it where it is not to be sent any more. */
        IN_UNTRIED_DIGEST,
        /** It waits to be sent again, though a try of it may have got through. */
        TRIED,
        /** It is told in a digest that did not get through at once, so that what is newer does not wait for it. */
        IN_DIGEST,
        /** It is being sent, or told in a digest that is; what is newer waits. */
        SENDING
    }

    /** What arrived so soon after it was told surely did so before the clock was set back. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private record Place(String incident, String receiver, String address, long version) {}

    private Tellings() {}

    /**
     * Brings what these incidents' addresses were told up to what their deliveries have come to since.
     *
     * @param now the store's time: of what may be repeated then it is asked when it arrived
     */
    static void refresh(Handle tx, Corridor corridor, Collection<IncidentRow> rows, Instant now) {
        Statements statements = Statements.of(tx);
        for (IncidentRow row : rows) {
            Optional<Duration> setBack = row.standing().setBack();
            if (row.standing().isDueForRepeat(now)) {
                arrive(statements, row, setBack.orElse(Duration.ZERO), now);
            }
            setBack.ifPresent(step -> row.catchUp());
        }
        settle(tx, corridor, rows, now);
    }

    /** Of an incident whose rules look for repeats; nobody else has to know it. */
    private static void arrive(Statements statements, IncidentRow row, Duration setBack, Instant now) {
        Map<Place, Instant> arrived = new HashMap<>();
        row.standing().told().stream()
                .filter(Tellings::isToBeAsked)
                .map(Told::version)
                .distinct()
                .forEach(version -> statements
                        .list(
                                ARRIVED,
                                values -> values.text(row.id()).number(version),
                                found -> Map.entry(
                                        new Place(
                                                row.id(),
                                                found.getString("receiver"),
                                                found.getString("address"),
                                                version),
                                        Instant.ofEpochMilli(found.getLong("arrived_at"))))
                        .forEach(one -> arrived.merge(one.getKey(), one.getValue(), (a, b) -> a.isAfter(b) ? a : b)));
        row.told(row.standing().told().stream()
                .map(told -> Optional.ofNullable(arrived.get(place(row, told)))
                        .filter(time -> isToBeAsked(told))
                        .map(time -> told.arrivedAt(asTold(time, told, setBack, now)))
                        .orElse(told))
                .toList());
    }

    /**
     * When it arrived by the clock by which it was told, before the incident's times move. Deliveries are not moved with the clock: one is
     * of before where it is still to come, or just after its telling; else it may be of after, and what is repeated too late is better
     * than too soon.
     */
    private static Instant asTold(Instant arrived, Told told, Duration setBack, Instant now) {
        boolean isOfBefore = arrived.isAfter(now)
                || !arrived.isBefore(told.at()) && !arrived.isAfter(told.at().plus(AT_ONCE));
        return isOfBefore ? arrived : arrived.plus(setBack);
    }

    private static boolean isToBeAsked(Told told) {
        return !told.isGone() && told.arrived().isEmpty();
    }

    private static Place place(IncidentRow row, Told told) {
        return place(row, told.address().key(), told.version());
    }

    private static Place place(IncidentRow row, Address.Key key, long version) {
        return new Place(row.id(), key.receiver(), key.address(), version);
    }

    private static void settle(Handle tx, Corridor corridor, Collection<IncidentRow> rows, Instant time) {
        List<IncidentRow> waiting = rows.stream()
                .filter(row -> row.standing().told().stream().anyMatch(told -> told.state() == Told.State.UNSENT))
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        List<String> ids = waiting.stream().map(IncidentRow::id).toList();
        IncidentLocks.deliveriesOf(tx, corridor.store().dialect(), ids);
        corridor.lanes().recall(tx, ids); // what waits in a lane of this hub was not tried
        holdDigests(tx, corridor, waiting);
        Map<Place, How> pending = new HashMap<>();
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
                                How.valueOf(row.getString("how"))))
                .forEach(row -> pending.merge(
                        row.getKey(), row.getValue(), (one, other) -> one.compareTo(other) > 0 ? one : other));
        Set<Place> toCome = new HashSet<>();
        for (IncidentRow row : waiting) {
            long first = row.standing().told().stream()
                    .filter(told -> told.state() == Told.State.UNSENT)
                    .mapToLong(Told::version)
                    .min()
                    .orElseThrow();
            statements
                    .list(
                            NOT_FANNED_OUT,
                            values -> values.text(row.id()).number(first),
                            found -> Map.entry(found.getLong("version"), found.getString("receivers")))
                    .forEach(notice -> NoticeRow.to(notice.getValue(), corridor.json())
                            .forEach(address -> toCome.add(place(row, address.key(), notice.getKey()))));
        }
        waiting.forEach(row -> settle(row, pending, toCome, time));
    }

    /** Those that tell of pages, which may be taken out of them. */
    private static void holdDigests(Handle tx, Corridor corridor, List<IncidentRow> waiting) {
        List<String> paged = waiting.stream()
                .filter(row -> row.standing().told().stream()
                        .anyMatch(told -> told.page() && told.state() == Told.State.UNSENT))
                .map(IncidentRow::id)
                .toList();
        if (!paged.isEmpty()) {
            IncidentLocks.digestsOf(tx, corridor.store().dialect(), paged);
            corridor.lanes().recall(tx, Statements.of(tx).among(DIGESTS, paged, row -> row.getString(1)));
        }
    }

    /** @param toCome what is not fanned out yet: of a version others may have heard what another notice told them */
    private static void settle(IncidentRow row, Map<Place, How> pending, Set<Place> toCome, Instant time) {
        Set<Unsettled> unsettled = new HashSet<>();
        List<Told> now = new ArrayList<>();
        for (Told told : row.standing().told()) {
            How how = pending.get(place(row, told));
            boolean waits = how == How.WAITS || how == How.IN_UNTRIED_DIGEST && told.page();
            if (told.state() != Told.State.UNSENT || waits) {
                now.add(told);
            } else if (how == null) {
                now.add(toCome.contains(place(row, told)) ? told : told.as(Told.State.SENT));
            } else {
                unsettled.add(new Unsettled(told.address().key(), told.version(), how == How.IN_DIGEST));
                boolean isSent = how == How.SENDING || how == How.IN_UNTRIED_DIGEST;
                now.add(isSent ? told.as(Told.State.SENT).arrivedAt(time) : told.as(Told.State.TRIED));
            }
        }
        row.told(now, unsettled);
    }

    /**
     * What is being sent, or waits to be tried again: a decision takes it for sent, or reckons with both, but what becomes of it is
     * to be asked for again.
     *
     * @param inDigest whether it is told in a digest, which nothing newer takes it out of
     */
    record Unsettled(Address.Key address, long version, boolean inDigest) {}

    /** What a later decision may ask for; what is being sent is to be asked for again. */
    static List<Told> needed(List<Told> all, Set<Unsettled> unsettled) {
        Predicate<Told> isUnsettled = told -> isAmong(unsettled, told, false) || isAmong(unsettled, told, true);
        return Remembered.of(all, isUnsettled, Remembered.LOST).stream()
                .map(told -> switch (told.state()) {
                    case SENT, TRIED -> isUnsettled.test(told) ? told.as(Told.State.UNSENT) : told;
                    case UNSURE -> isAmong(unsettled, told, true) ? told.as(Told.State.UNSENT) : told;
                    case UNSENT, LOST -> told;
                })
                .toList();
    }

    private static boolean isAmong(Set<Unsettled> unsettled, Told told, boolean inDigest) {
        return unsettled.contains(new Unsettled(told.address().key(), told.version(), inDigest));
    }
}
