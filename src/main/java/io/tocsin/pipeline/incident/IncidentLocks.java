package io.tocsin.pipeline.incident;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Statements;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/**
 * Holds what a decision is about until its transaction ends, where other hubs write to the same store: groups, incidents before they are
 * read, then their deliveries, each in the order of their keys. A store of one writer has nothing to hold.
 */
public final class IncidentLocks {

    private static final String RESERVE = """
            INSERT INTO incident_group (group_key, incident_id) VALUES (?, '') ON CONFLICT (group_key) DO NOTHING
            """;

    private static final String GROUPS = "SELECT group_key FROM incident_group WHERE group_key IN (<list>)";

    private static final String NAMED = "SELECT id FROM incident WHERE id IN (<list>)";

    /** A claim of one of these, or its end, is before the decision or after it, and so is a digest that takes it in. */
    private static final String WAITING = "SELECT id FROM delivery WHERE incident_id IN (<list>) AND state = 'pending'";

    private IncidentLocks() {}

    /** Holds these groups, whether one of them has an incident or not: who opens one holds its group. */
    static void ofGroups(Handle tx, Dialect dialect, Collection<String> groups) {
        if (!dialect.forUpdate().isEmpty()) {
            Statements.of(tx).each(RESERVE, groups.stream().sorted().toList(), (values, group) -> values.text(group));
            hold(tx, dialect, GROUPS, groups, "group_key");
        }
    }

    /** Holds these incidents. */
    public static void of(Handle tx, Dialect dialect, Collection<String> ids) {
        hold(tx, dialect, NAMED, ids, "id");
    }

    /** Holds what waits to be sent of these incidents. */
    static void deliveriesOf(Handle tx, Dialect dialect, Collection<String> ids) {
        hold(tx, dialect, WAITING, ids, "id");
    }

    private static void hold(Handle tx, Dialect dialect, String which, Collection<String> names, String key) {
        String held = dialect.held(key);
        if (!held.isEmpty()) {
            Statements.of(tx).among(which + held, names, row -> row.getString(1));
        }
    }
}
