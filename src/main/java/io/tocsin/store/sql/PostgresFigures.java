package io.tocsin.store.sql;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What keeps a PostgreSQL server from tidying up: while any snapshot is older, rows that died since stay, and whoever looks for what
 * is due goes through all of them (https://www.postgresql.org/docs/current/routine-vacuuming.html).
 *
 * <p>How long a session of another role has had its transaction open is shown to members of {@code pg_read_all_stats} alone; by how
 * many transactions its snapshot is behind, to everybody.
 */
final class PostgresFigures {

    private static final String OLDEST = """
            SELECT 'oldest_transaction_seconds' AS name, '' AS of,
                   COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - min(since)), 0)::double precision AS value
            FROM (SELECT xact_start AS since FROM pg_stat_activity
                  WHERE pid <> pg_backend_pid() AND (datname = current_database() OR datname IS NULL)
                    AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL OR state = 'idle in transaction')
                  UNION ALL
                  SELECT prepared FROM pg_prepared_xacts WHERE database = current_database()) AS open
            """;

    private static final String BEHIND = """
            SELECT 'oldest_snapshot_transactions', '', COALESCE(max(behind), 0)::double precision
            FROM (SELECT age(backend_xmin) AS behind FROM pg_stat_activity
                  WHERE pid <> pg_backend_pid() AND (datname = current_database() OR datname IS NULL)
                  UNION ALL
                  SELECT age(transaction) FROM pg_prepared_xacts WHERE database = current_database()
                  UNION ALL
                  SELECT age(xmin) FROM pg_replication_slots) AS snapshots
            """;

    private static final String DEAD = """
            SELECT 'dead_rows', relname::text, n_dead_tup::double precision FROM pg_stat_user_tables
            WHERE schemaname = current_schema() AND relname IN ('event', 'alert', 'incident', 'notice', 'delivery')
            """;

    private PostgresFigures() {}

    static List<StoreFigure> read(Handle tx) {
        return tx.createQuery(OLDEST + " UNION ALL " + BEHIND + " UNION ALL " + DEAD)
                .map((row, context) ->
                        new StoreFigure(row.getString("name"), row.getString("of"), row.getDouble("value")))
                .list();
    }
}
