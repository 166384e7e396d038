package io.tocsin.store.lane;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.NamedStatement;
import io.tocsin.store.sql.Statements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The one way in which rows are taken to be worked on, whatever their table: claimed, kept, given back, given up.
 *
 * <p>Tries count at the claim and not at their end: what ends the process, or hangs it, tells no end. Claimed as often as
 * its lane allows, a row is dead at the next claim, with a reason, and not claimed for ever.
 *
 * @param <T> what a claim reads of a row
 */
public final class Claims<T> {

    /**
     * Under which conditions a hub claims.
     *
     * @param owner the hub's name; two hubs on one store have different ones
     * @param lease how long a claim holds that its owner does not renew
     * @param skipLocked appended to the look for what is due, so that hubs do not wait for each other
     */
    public record Terms(String owner, Duration lease, String skipLocked) {}

    /**
     * How often a row is tried.
     *
     * @param most so many claims, at least 1; after these it is dead
     * @param pause how long what failed so often waits until it is tried again
     */
    public record Patience(int most, LongFunction<Duration> pause) {

        /** A pause that is twice as long each time: for work without an outside, whose failures are the hub's own. */
        public static Patience doubling(int most, Duration first) {
            return new Patience(most, tries -> first.multipliedBy(1L << Math.min(Math.max(tries, 1) - 1, 10)));
        }
    }

    /**
     * A row that is given up.
     *
     * @param row what was read of it; claimed, and claimed still
     * @param reason one line for an operator
     */
    public record Dead<T>(T row, String reason) {}

    /** Ends rows that are given up, and leaves dead letters of them. */
    @FunctionalInterface
    public interface Burial<T> {
        /** Inside the transaction in which they were claimed, or failed. @param dead at least one */
        void bury(Handle tx, List<Dead<T>> dead, Instant now);
    }

    /**
     * Work that failed for a reason that may pass.
     *
     * @param claim whose
     * @param row what the claim read
     * @param what what failed, such as {@code the decide route}
     * @param why what it said
     */
    public record Failed<T>(Claim claim, T row, String what, String why) {}

    /**
     * A claimed row whose work has not begun.
     *
     * @param claim its claim
     * @param due since when it is due
     */
    public record NotBegun(Claim claim, Instant due) {}

    private static final String CLAIM = """
            UPDATE %1$s SET owner = :owner, fence = fence + 1, %2$s = %2$s + 1, due_at = :lease_end%3$s
            WHERE id IN (%4$s)
            RETURNING %5$s
            """;

    /** Where other hubs are passed over, a plan might look for what is due again for each row, and claim more than it shall. */
    private static final String CLAIM_LOOKED_ONCE = """
            WITH looked AS MATERIALIZED (%4$s)
            UPDATE %1$s SET owner = :owner, fence = fence + 1, %2$s = %2$s + 1, due_at = :lease_end%3$s
            WHERE id IN (SELECT id FROM looked)
            RETURNING %5$s
            """;

    private static final String DUE = "SELECT id FROM %s WHERE %s AND due_at <= :now ORDER BY %s LIMIT :room %s";

    private static final String RENEW = "UPDATE %s SET due_at = ? WHERE id = ? AND fence = ? AND owner = ? AND %s";

    private static final String GIVE_BACK = "UPDATE %s SET owner = NULL, due_at = ? WHERE id = ? AND fence = ? AND %s";

    private static final String NOT_BEGUN =
            "UPDATE %1$s SET owner = NULL, due_at = ?, %2$s = %2$s - 1%3$s WHERE id = ? AND fence = ? AND %4$s";

    private final ClaimTable table;
    private final Terms terms;
    private final Patience patience;
    private final Statements.Reading<T> rows;
    private final Burial<T> burial;
    private final String due;
    private final Map<String, NamedStatement> statements = new ConcurrentHashMap<>();

    /** Claims due rows, those first that go first, and gives them to who asked in the order in which they were made. */
    public final Change<Asked<T>, List<T>> claiming = Change.ridingAlong(
            (tx, asked, now) -> asked.stream().map(one -> claim(tx, one, now)).toList());

    /** Renews claims; tells which of them still hold. */
    public final Change<List<Claim>, Set<Claim>> renewing = (tx, claims, now) -> renewAll(tx, claims, now);

    /** Gives back what was claimed and not begun. */
    public final Change<List<NotBegun>, Void> givingBack = (tx, rows, now) -> {
        giveBack(tx, rows.stream().flatMap(List::stream).toList());
        return Collections.nCopies(rows.size(), null);
    };

    /** Has failed work tried again after its pause, or gives it up; false where the claim was lost meanwhile. */
    public final Change<Failed<T>, Boolean> failing = (tx, failures, now) ->
            failures.stream().map(one -> fail(tx, one, now)).toList();

    /**
     * @param table whose rows
     * @param terms under which conditions
     * @param patience how often a row is tried
     * @param rows reads what a claim gets of a row
     * @param burial ends what is given up
     */
    public Claims(ClaimTable table, Terms terms, Patience patience, Statements.Reading<T> rows, Burial<T> burial) {
        this.table = table;
        this.terms = terms;
        this.patience = patience;
        this.rows = rows;
        this.burial = burial;
        this.due = DUE.formatted(table.name(), table.pending(), table.order(), terms.skipLocked);
    }

    private List<T> claim(Handle tx, Asked<T> asked, Instant now) {
        List<T> rows = claim(tx, due, asked.room(), Map.of(), now);
        asked.claimed(tx, rows, now);
        return rows;
    }

    /**
     * Claims at most so many rows, and gives them in the order of their ids, in which they were made.
     *
     * @param which SQL, one of few: the ids of rows that are pending and due; {@code :now} is the time and {@code :room} how many at most
     * @param more what else is in it, by name: see {@link NamedStatement}
     */
    public List<T> claim(Handle tx, String which, int room, Map<String, ?> more, Instant now) {
        NamedStatement sql = statements.computeIfAbsent(which, this::statement);
        List<Row<T>> claimed = new ArrayList<>();
        boolean again = true;
        while (again) {
            List<Row<T>> taken = take(tx, sql, room - claimed.size(), more, now);
            List<Row<T>> dead =
                    taken.stream().filter(row -> row.tries > patience.most).toList();
            taken.stream().filter(row -> row.tries <= patience.most).forEach(claimed::add);
            bury(tx, dead, now);
            again = !dead.isEmpty() && claimed.size() < room; // the dead took the places of others
        }
        return claimed.stream()
                .sorted(Comparator.comparing(Row::id))
                .map(Row::row)
                .toList();
    }

    private NamedStatement statement(String which) {
        return new NamedStatement((terms.skipLocked.isEmpty() ? CLAIM : CLAIM_LOOKED_ONCE)
                .formatted(table.name(), table.tries(), table.atClaim(), which, table.columns()));
    }

    private List<Row<T>> take(Handle tx, NamedStatement sql, int room, Map<String, ?> more, Instant now) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("owner", terms.owner);
        values.put("lease_end", leaseEnd(now));
        values.put("now", now.toEpochMilli());
        values.put("room", room);
        return sql.list(tx, values, row -> new Row<>(row.getString("id"), row.getLong(table.tries()), rows.read(row)));
    }

    private void bury(Handle tx, List<Row<T>> dead, Instant now) {
        if (dead.isEmpty()) {
            return;
        }
        Statements.of(tx)
                .each(
                        "UPDATE %1$s SET %2$s = %2$s - 1 WHERE id = ?".formatted(table.name(), table.tries()),
                        dead,
                        (values, row) -> values.text(row.id));
        burial.bury(
                tx,
                dead.stream()
                        .map(
                                row -> new Dead<>(
                                        row.row,
                                        "dead at the claim: it was taken up " + times(patience.most)
                                                + " and no end of the last was heard, so it may be what ends the hub or hangs it"))
                        .toList(),
                now);
    }

    private List<Set<Claim>> renewAll(Handle tx, List<List<Claim>> asked, Instant now) {
        Set<Claim> held =
                renew(tx, asked.stream().flatMap(List::stream).distinct().toList(), now);
        return asked.stream()
                .map(some -> some.stream().filter(held::contains).collect(Collectors.toSet()))
                .toList();
    }

    /** In the order of their ids, as decisions hold rows that are claimed. */
    private Set<Claim> renew(Handle tx, List<Claim> some, Instant now) {
        List<Claim> claims =
                some.stream().sorted(Comparator.comparing(Claim::id)).toList();
        int[] renewed = Statements.of(tx)
                .each(RENEW.formatted(table.name(), table.pending()), claims, (values, claim) -> values.number(
                                leaseEnd(now))
                        .text(claim.id())
                        .number(claim.fence())
                        .text(terms.owner));
        Set<Claim> held = new HashSet<>();
        for (int i = 0; i < renewed.length; i++) {
            if (renewed[i] > 0) {
                held.add(claims.get(i));
            }
        }
        return held;
    }

    /** As {@link #givingBack}, inside a transaction that does more; what is claimed by another meanwhile stays with it. */
    public void giveBack(Handle tx, List<NotBegun> rows) {
        giveBack(tx, table, rows);
    }

    static void giveBack(Handle tx, ClaimTable table, List<NotBegun> rows) {
        Statements.of(tx)
                .each(
                        NOT_BEGUN.formatted(table.name(), table.tries(), table.atGiveBack(), table.pending()),
                        rows.stream()
                                .sorted(Comparator.comparing(row -> row.claim.id()))
                                .toList(),
                        (values, row) ->
                                values.time(row.due).text(row.claim.id()).number(row.claim.fence()));
    }

    /** As {@link #failing}, inside a transaction that does more. */
    public boolean fail(Handle tx, Failed<T> failed, Instant now) {
        long tries = tries(tx, failed.claim);
        boolean last = tries >= patience.most;
        boolean counted = giveBack(tx, failed.claim, last ? now : now.plus(patience.pause.apply(tries)));
        if (counted && last) {
            String reason = failed.what + " failed " + times(tries) + ": " + failed.why;
            burial.bury(tx, List.of(new Dead<>(failed.row, reason)), now);
        }
        return counted;
    }

    private long tries(Handle tx, Claim claim) {
        return Statements.of(tx)
                .list(
                        "SELECT %s FROM %s WHERE id = ?".formatted(table.tries(), table.name()),
                        values -> values.text(claim.id()),
                        row -> row.getLong(1))
                .stream()
                .findFirst()
                .orElse(0L);
    }

    private boolean giveBack(Handle tx, Claim claim, Instant dueAt) {
        return Statements.of(tx)
                        .each(
                                GIVE_BACK.formatted(table.name(), table.pending()),
                                List.of(claim),
                                (values, one) ->
                                        values.time(dueAt).text(one.id()).number(one.fence()))[0]
                > 0;
    }

    private long leaseEnd(Instant now) {
        return now.plus(terms.lease).toEpochMilli();
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private record Row<T>(String id, long tries, T row) {}
}
