package io.tocsin.store.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Rows that were claimed under a name whose hub is gone: given back, so that nobody waits for leases to end.
 *
 * <p>What was in hand once when the hub ended is due at once. What was in hand each time that it ended may be the cause; so
 * it comes back later each time, and one row after the other: what it stood beside is worked on by then, and does not count
 * as tried again and again for another's fault.
 */
public final class Abandoned {

    private static final Duration SUSPECTS_WAIT = Duration.ofSeconds(10);
    private static final Duration APART = Duration.ofMillis(100);

    private Abandoned() {}

    private record Row(String id, long tries) {}

    /**
     * Gives back what is claimed under this name.
     *
     * @param tables whose rows
     * @return how many
     */
    public static int release(Handle tx, List<? extends ClaimTable> tables, String owner, Instant now) {
        return tables.stream()
                .mapToInt(table -> release(tx, table, "owner = :owner", owner, now))
                .sum();
    }

    /**
     * Gives back what any run of a hub of this name has claimed.
     *
     * @param name the hub's; an owner is the name alone, or followed by a slash and the run
     */
    public static int releaseNamed(Handle tx, List<? extends ClaimTable> tables, String name, Instant now) {
        return release(tx, tables, name, now)
                + tables.stream()
                        .mapToInt(table ->
                                release(tx, table, "substr(owner, 1, length(:owner)) = :owner", name + "/", now))
                        .sum();
    }

    private static int release(Handle tx, ClaimTable table, String which, String owner, Instant now) {
        List<Row> rows = tx.createQuery("SELECT id, %s AS tries FROM %s WHERE %s AND %s ORDER BY id"
                        .formatted(table.tries(), table.name(), which, table.pending()))
                .bind("owner", owner)
                .map((row, context) -> new Row(row.getString("id"), row.getLong("tries")))
                .list();
        if (rows.isEmpty()) {
            return 0;
        }
        PreparedBatch batch = tx.prepareBatch("UPDATE %s SET owner = NULL, due_at = :due%s WHERE id = :id"
                .formatted(table.name(), table.abandoned()));
        int suspects = 0;
        for (Row row : rows) {
            Instant due = row.tries < 2 ? now : now.plus(pause(row.tries)).plus(APART.multipliedBy(suspects++));
            batch.bind("due", due.toEpochMilli()).bind("id", row.id).add();
        }
        batch.execute();
        return rows.size();
    }

    private static Duration pause(long tries) {
        return SUSPECTS_WAIT.multipliedBy((tries - 1) * (tries - 1));
    }
}
