package io.tocsin.store.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Rows that were claimed under a name whose hub is gone: given back, so that nobody waits for leases to end.
 *
 * <p>What was in hand once when the hub ended is due at once. What was in hand each time that it ended may be the cause, which only shows
 * where it stood beside few others: then it comes back later each time, and one row after the other, so that what it stood beside is
 * worked on by then, and does not count as tried again and again for another's fault.
 *
 * <p>Of many one is the cause at most, and more likely none: somebody kills the hub, or its machine fails. That try counts for none of
 * them. Half of them, the first, are due at once and the others a little later; so if one is the cause, it stands beside half as many
 * the next time, and beside few soon. What was put off before and nobody has taken up since is put off again, behind both halves: it would
 * be due together with them where a hub is long in coming back, and they would never be few.
 */
public final class Abandoned {

    private static final Duration SUSPECTS_WAIT = Duration.ofSeconds(10);

    /** Longer than from one look for what is due to the next: each is worked on alone. */
    private static final Duration ALONE = Duration.ofSeconds(2);

    private static final Duration APART = Duration.ofMillis(100);

    /** So many may each be the cause, and are due one after the other. */
    static final int FEW = 20;

    /** Longer than it takes a hub that ends by one of them again and again until the first half are few: some starts. */
    static final Duration SECOND_HALF_WAITS = Duration.ofSeconds(15);

    /** Longer than it takes to work on the second half. */
    static final Duration OTHERS_WAIT = SECOND_HALF_WAITS.multipliedBy(2);

    /** By the index of what is not settled, in no order: one would have SQLite go through all rows by their ids. */
    private static final String CLAIMED = "SELECT id, %s AS tries FROM %s WHERE %s AND %s";

    /** Passing over what other hubs take up just now; so nobody waits, whatever the order. */
    private static final String OTHERS = """
            UPDATE %1$s SET due_at = :due WHERE id IN (
              SELECT id FROM %1$s WHERE %2$s AND owner IS NULL AND %3$s > 0 AND due_at < :due %4$s)
            """;

    private static final String DUE_AGAIN = "UPDATE %s SET owner = NULL, due_at = :due, %s = %s%s WHERE id = :id";

    private Abandoned() {}

    private record Row(String id, long tries) {}

    /**
     * Gives back what is claimed under this name.
     *
     * @param tables whose rows
     * @param skipLocked appended to the look for what waits, so that hubs do not wait for each other
     * @return how many
     */
    public static int release(
            Handle tx, String skipLocked, List<? extends ClaimTable> tables, String owner, Instant now) {
        return tables.stream()
                .mapToInt(table -> release(tx, skipLocked, table, "owner = :owner", owner, now))
                .sum();
    }

    /**
     * Gives back what any run of a hub of this name has claimed.
     *
     * @param name the hub's; an owner is the name alone, or followed by a slash and the run
     */
    public static int releaseNamed(
            Handle tx, String skipLocked, List<? extends ClaimTable> tables, String name, Instant now) {
        String which = "(owner = :owner OR substr(owner, 1, length(:owner) + 1) = :owner || '/')";
        return tables.stream()
                .mapToInt(table -> release(tx, skipLocked, table, which, name, now))
                .sum();
    }

    private static int release(
            Handle tx, String skipLocked, ClaimTable table, String which, String owner, Instant now) {
        List<Row> rows = tx
                .createQuery(CLAIMED.formatted(table.tries(), table.name(), which, table.pending()))
                .bind("owner", owner)
                .map((row, context) -> new Row(row.getString("id"), row.getLong("tries")))
                .list()
                .stream()
                .sorted(Comparator.comparing(Row::id))
                .toList();
        if (rows.isEmpty()) {
            return 0;
        }
        List<Row> suspects = rows.stream().filter(row -> row.tries > 1).toList();
        boolean many = suspects.size() > FEW;
        if (!suspects.isEmpty()) {
            tx.createUpdate(OTHERS.formatted(table.name(), table.pending(), table.tries(), skipLocked))
                    .bind("due", now.plus(OTHERS_WAIT).toEpochMilli())
                    .execute();
        }
        update(tx, table, rows.stream().filter(row -> row.tries < 2).toList(), place -> now, false);
        update(
                tx,
                table,
                suspects,
                place -> many
                        ? place < suspects.size() / 2 ? now : now.plus(SECOND_HALF_WAITS)
                        : now.plus(pause(suspects.get(place).tries, place)),
                many);
        return rows.size();
    }

    /** @param due when the one at this place is due */
    private static void update(
            Handle tx, ClaimTable table, List<Row> rows, IntFunction<Instant> due, boolean isNotCounted) {
        if (rows.isEmpty()) {
            return;
        }
        String tries = table.tries() + (isNotCounted ? " - 1" : "");
        PreparedBatch batch =
                tx.prepareBatch(DUE_AGAIN.formatted(table.name(), table.tries(), tries, table.abandoned()));
        for (int place = 0; place < rows.size(); place++) {
            batch.bind("due", due.apply(place).toEpochMilli())
                    .bind("id", rows.get(place).id)
                    .add();
        }
        batch.execute();
    }

    private static Duration pause(long tries, int place) {
        Duration apart = tries > 2 ? ALONE : APART;
        return SUSPECTS_WAIT.multipliedBy((tries - 1) * (tries - 1)).plus(apart.multipliedBy(place));
    }
}
