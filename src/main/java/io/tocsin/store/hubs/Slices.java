package io.tocsin.store.hubs;

import io.tocsin.store.sql.Statements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Which parts of the stream of events a hub decides. A slice is one hub's at a time: what is in one is decided in the order of its arrival,
 * whichever hubs it arrived at. They are spread evenly over the hubs that live; one that has too many begins nothing more of some, and
 * gives them up when nothing of them is in its hand.
 */
public final class Slices {

    /** How many there are; the table has a row for each. */
    public static final int COUNT = 64;

    /** SQL: the slices of the hub that is bound as {@code :owner}. */
    public static final String MINE = "SELECT id FROM slice WHERE owner = :owner AND leaving = 0";

    /** None is taken away before the transaction ends. */
    private static final String HOLD = "SELECT id FROM slice WHERE owner = ? AND leaving = 0 FOR SHARE";

    /** With whether something waits in the store that came before, at another hub say. */
    private static final String MINE_AND_BEHIND = """
            SELECT s.id, EXISTS (SELECT 1 FROM event e WHERE e.slice = s.id AND e.state = 'pending' AND e.owner IS NULL)
            FROM slice s WHERE s.owner = ? AND s.leaving = 0 FOR SHARE OF s
            """;

    private static final String GIVE_UP = """
            UPDATE slice AS s SET owner = NULL, leaving = 0
            WHERE s.owner = :owner AND s.leaving = 1
              AND NOT EXISTS (SELECT 1 FROM event e WHERE e.slice = s.id AND e.state = 'pending' AND e.owner = :owner)
            """;

    private static final String LEAVE = """
            UPDATE slice SET leaving = 1
            WHERE id IN (SELECT id FROM slice WHERE owner = :owner AND leaving = 0 ORDER BY id DESC LIMIT :count)
            """;

    private static final String TAKE = """
            UPDATE slice SET owner = :owner
            WHERE id IN (SELECT id FROM slice WHERE owner IS NULL ORDER BY id LIMIT :count)
            """;

    private static final String RELEASE = "UPDATE slice SET owner = NULL, leaving = 0 WHERE owner = :owner";

    private Slices() {}

    /** In which what comes under a key is: what has the same key is in the same. */
    public static int of(String key) {
        return Math.floorMod(key.hashCode(), COUNT);
    }

    /** Whether a hub has any, all of which it keeps until the transaction ends. */
    public static boolean hold(Handle tx, String owner) {
        return !Statements.of(tx)
                .list(HOLD, values -> values.text(owner), row -> row.getInt(1))
                .isEmpty();
    }

    /**
     * Those of a hub, all of which it keeps until the transaction ends.
     *
     * @return of each whether it is behind: something waits in the store that came before, and what comes now can't follow at once
     */
    public static Map<Integer, Boolean> behind(Handle tx, String owner) {
        Map<Integer, Boolean> behind = new HashMap<>();
        Statements.of(tx)
                .list(
                        MINE_AND_BEHIND,
                        values -> values.text(owner),
                        row -> behind.put(row.getInt(1), row.getBoolean(2)));
        return behind;
    }

    /**
     * Takes or gives up as many as make it even. Called where nobody else changes who has which.
     *
     * @param deciding all hubs that live and decide, in an order that all agree on
     */
    static void balance(Handle tx, String owner, List<String> deciding) {
        update(tx, GIVE_UP, owner, 0);
        int mine = tx.createQuery("SELECT count(*) FROM slice WHERE owner = :owner AND leaving = 0")
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
        int share = deciding.contains(owner) ? share(deciding.indexOf(owner), deciding.size()) : 0;
        if (mine > share) {
            update(tx, LEAVE, owner, mine - share);
            update(tx, GIVE_UP, owner, 0); // of most it has nothing in hand
        } else if (mine < share) {
            update(tx, TAKE, owner, share - mine);
        }
    }

    /** How many the hub at this place has, so that all are somebody's. */
    static int share(int place, int hubs) {
        return COUNT / hubs + (place < COUNT % hubs ? 1 : 0);
    }

    /** Takes all from a hub that is gone; to be called before what it had in hand of them is released. */
    static void release(Handle tx, String owner) {
        update(tx, RELEASE, owner, 0);
    }

    private static void update(Handle tx, String sql, String owner, int count) {
        tx.createUpdate(sql).bind("owner", owner).bind("count", count).execute();
    }
}
