package io.tocsin.store.hubs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of the hubs that have a store open. One transaction at a time changes them. */
final class HubTable {

    /**
     * A hub's row.
     *
     * @param id the owner of its claims
     * @param seenAt when it last said that it lives, by the store's clock
     * @param decides whether it decides anything
     */
    record Row(String id, Instant seenAt, boolean decides) {

        boolean isGone(Duration after, Instant now) {
            return seenAt.plus(after).isBefore(now);
        }
    }

    private static final String ONE_AT_A_TIME = """
            INSERT INTO probe (name, at) VALUES ('hubs', :now) ON CONFLICT (name) DO UPDATE SET at = excluded.at
            """;

    private static final String INSERT =
            "INSERT INTO hub (id, name, started_at, seen_at, decides) VALUES (:id, :name, :now, :now, :decides)";

    private final Handle tx;
    private final Instant now;

    private HubTable(Handle tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    /** Whoever opens it has it to the end of the transaction. */
    static HubTable open(Handle tx, Instant now) {
        tx.createUpdate(ONE_AT_A_TIME).bind("now", now.toEpochMilli()).execute();
        return new HubTable(tx, now);
    }

    /** Only to read it. */
    static HubTable look(Handle tx, Instant now) {
        return new HubTable(tx, now);
    }

    /** Says that a hub lives, and whether it decides anything. @return whether it had a row: if not, others took it for gone */
    boolean see(HubId hub, boolean decides) {
        boolean known = tx.createUpdate("UPDATE hub SET seen_at = :now, decides = :decides WHERE id = :id")
                        .bind("now", now.toEpochMilli())
                        .bind("decides", decides ? 1 : 0)
                        .bind("id", hub.owner())
                        .execute()
                > 0;
        if (!known) {
            tx.createUpdate(INSERT)
                    .bind("id", hub.owner())
                    .bind("name", hub.name())
                    .bind("decides", decides ? 1 : 0)
                    .bind("now", now.toEpochMilli())
                    .execute();
        }
        return known;
    }

    void remove(String id) {
        tx.createUpdate("DELETE FROM hub WHERE id = :id").bind("id", id).execute();
    }

    /** The ids of earlier runs of a hub. */
    List<String> named(String name) {
        return tx.createQuery("SELECT id FROM hub WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .list();
    }

    /** All of them, the eldest first. */
    List<Row> all() {
        return tx.createQuery("SELECT id, seen_at, decides FROM hub ORDER BY started_at, id")
                .map((row, context) -> new Row(
                        row.getString("id"), Instant.ofEpochMilli(row.getLong("seen_at")), row.getBoolean("decides")))
                .list();
    }
}
