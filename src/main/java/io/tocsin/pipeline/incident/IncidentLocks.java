package io.tocsin.pipeline.incident;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.MeetsAnotherException;
import io.tocsin.store.sql.Statements;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Holds what a transaction is about until it ends, where other hubs write to the same store: alerts, groups, incidents before they are
 * read, then their deliveries, each in the order of their keys. Who holds something and needs what comes before it must not wait for
 * that: it takes it at once, or its transaction is made again. A store of one writer has nothing to hold.
 */
public final class IncidentLocks {

    /** The order in which every hub makes, holds and changes alerts. */
    public static final String ALERTS = "fingerprint, identity";

    private static final String RESERVE = """
            INSERT INTO incident_group (group_key, incident_id) VALUES (?, '') ON CONFLICT (group_key) DO NOTHING
            """;

    private static final String GROUPS = "SELECT group_key FROM incident_group WHERE group_key IN (<list>)";

    private static final String NAMED = "SELECT id FROM incident WHERE id IN (<list>)";

    /** A claim of one of these, or its end, is before the decision or after it, and so is a digest that takes it in. */
    private static final String WAITING = "SELECT id FROM delivery WHERE incident_id IN (<list>) AND state = 'pending'";

    private static final String DIGESTS = """
            SELECT id FROM delivery WHERE state = 'pending'
              AND id IN (SELECT digest_id FROM delivery WHERE incident_id IN (<list>) AND state = 'collapsed')
            """;

    private static final String DELIVERIES = "SELECT id FROM delivery WHERE id IN (<list>)";

    private static final String NOTICES = "SELECT id FROM notice WHERE incident_id IN (<list>) AND state = 'pending'";

    /** Those of which a digest tells, too. */
    private static final String TOLD_BY = """
            SELECT incident_id FROM delivery WHERE id IN (<list>)
            UNION SELECT incident_id FROM delivery WHERE digest_id IN (<list>)
            """;

    /** The alerts that make up incidents. */
    private static final String FIRING = """
            SELECT id FROM alert WHERE status = 'firing' AND id IN (
                SELECT alert_id FROM incident WHERE id IN (<list>)
                UNION ALL SELECT alert_id FROM member WHERE incident_id IN (<list>) AND over_at IS NULL)
            """;

    private IncidentLocks() {}

    /** Holds the alerts that fire of these incidents; gives their ids, none where there is nothing to hold. */
    static Set<String> alertsOf(Handle tx, Dialect dialect, Collection<String> incidents) {
        String held = dialect.held(ALERTS);
        return held.isEmpty()
                ? Set.of()
                : new HashSet<>(Statements.of(tx).among(FIRING + held, incidents, row -> row.getString(1)));
    }

    /** Holds these groups, whether one of them has an incident or not: who opens one holds its group. */
    static void ofGroups(Handle tx, Dialect dialect, Collection<String> groups) {
        if (!dialect.forUpdate().isEmpty()) {
            reserve(tx, groups);
            hold(tx, dialect, GROUPS, groups, "group_key");
        }
    }

    private static void reserve(Handle tx, Collection<String> groups) {
        Statements.of(tx).each(RESERVE, groups.stream().sorted().toList(), (values, group) -> values.text(group));
    }

    /** Holds these incidents. */
    public static void of(Handle tx, Dialect dialect, Collection<String> ids) {
        hold(tx, dialect, NAMED, ids, "id");
    }

    /** Holds what waits to be sent of these incidents. */
    static void deliveriesOf(Handle tx, Dialect dialect, Collection<String> ids) {
        hold(tx, dialect, WAITING, ids, "id");
    }

    /**
     * Holds the digests that wait and tell of these incidents, whose deliveries are held, so that none is gathered any more.
     *
     * @throws MeetsAnotherException if another hub holds one of them: it may be about to send it
     */
    static void digestsOf(Handle tx, Dialect dialect, Collection<String> ids) {
        take(tx, dialect, DIGESTS, ids, "a digest");
    }

    /** Holds the notices of these incidents that are not fanned out yet. */
    static void noticesOf(Handle tx, Dialect dialect, Collection<String> ids) {
        hold(tx, dialect, NOTICES, ids, "id");
    }

    /** Holds the incidents of which these deliveries tell, and what waits to be sent of them. */
    public static void told(Handle tx, Dialect dialect, Collection<String> deliveries) {
        if (!dialect.forUpdate().isEmpty()) {
            withDeliveries(
                    tx, dialect, Statements.of(tx).among(TOLD_BY, deliveries, row -> row.getString(1)), List.of());
        }
    }

    /**
     * Holds these incidents, and then together what waits to be sent of them and these deliveries.
     *
     * @param deliveries which are, or were, this hub's to send
     */
    public static void withDeliveries(
            Handle tx, Dialect dialect, Collection<String> incidents, Collection<String> deliveries) {
        if (dialect.forUpdate().isEmpty()) {
            return;
        }
        of(tx, dialect, incidents);
        // New ones are made only by who holds the incident.
        Set<String> all = new HashSet<>(deliveries);
        all.addAll(Statements.of(tx).among(WAITING, incidents, row -> row.getString(1)));
        hold(tx, dialect, DELIVERIES, all, "id");
    }

    /**
     * Holds these incidents and what waits to be sent of them, or none: for who holds already what another may wait for.
     *
     * @throws MeetsAnotherException if another hub holds one of them
     */
    public static void atOnce(Handle tx, Dialect dialect, Collection<String> ids) {
        take(tx, dialect, NAMED, ids, "an incident");
        take(tx, dialect, WAITING, ids, "a delivery");
    }

    /** The same of groups. Where nobody else makes a group's row just now, it waits for nobody either. */
    static void ofGroupsAtOnce(Handle tx, Dialect dialect, Collection<String> groups) {
        if (!dialect.forUpdate().isEmpty()) {
            Set<String> made = new HashSet<>(Statements.of(tx).among(GROUPS, groups, row -> row.getString(1)));
            reserve(tx, groups.stream().filter(group -> !made.contains(group)).toList());
            take(tx, dialect, GROUPS, groups, "a group");
        }
    }

    /** Takes what a query names, without waiting. */
    static void take(Handle tx, Dialect dialect, String which, Collection<String> names, String what) {
        if (dialect.forUpdate().isEmpty()) {
            return;
        }
        Statements statements = Statements.of(tx);
        Set<String> all = new HashSet<>(statements.among(which, names, row -> row.getString(1)));
        all.removeAll(
                new HashSet<>(statements.among(which + " " + dialect.skipLocked(), names, row -> row.getString(1))));
        if (!all.isEmpty()) {
            throw new MeetsAnotherException(what);
        }
    }

    private static void hold(Handle tx, Dialect dialect, String which, Collection<String> names, String key) {
        String held = dialect.held(key);
        if (!held.isEmpty()) {
            Statements.of(tx).among(which + held, names, row -> row.getString(1));
        }
    }
}
