package io.tocsin.store.lane;

import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims of this hub that nobody heard of: the answer to their commit was lost, so that their lanes took the claims for undone, and
 * the rows would wait until their leases end. They are given back as if they had not been claimed, and are due at once.
 */
public final class Unheard {

    private static final Logger LOG = LoggerFactory.getLogger(Unheard.class);

    private final List<? extends ClaimTable> tables;
    private final Lanes lanes;

    /** Gives them back, of each hub's name that is asked for; tells how many. */
    public final Change<String, Integer> givingBack = (tx, owners, now) -> {
        List<Integer> counts =
                owners.stream().map(owner -> giveBack(tx, owner, now)).toList();
        counts.stream().filter(count -> count > 0).forEach(count -> tx.afterCommit(() -> said(count)));
        return counts;
    };

    /**
     * @param tables all tables whose rows are claimed
     * @param lanes all lanes of this hub
     */
    public Unheard(List<? extends ClaimTable> tables, Lanes lanes) {
        this.tables = tables;
        this.lanes = lanes;
    }

    private int giveBack(Handle tx, String owner, Instant now) {
        // What an earlier transaction claimed is in a lane's hand since its commit: there is one writer.
        Set<Claim> inHand = lanes.claims();
        return tables.stream()
                .mapToInt(table -> giveBack(tx, table, owner, inHand, now))
                .sum();
    }

    private static int giveBack(Handle tx, ClaimTable table, String owner, Set<Claim> inHand, Instant now) {
        List<Claim> unheard = tx
                .createQuery(
                        "SELECT id, fence FROM %s WHERE owner = :owner AND %s".formatted(table.name(), table.pending()))
                .bind("owner", owner)
                .map((row, context) -> new Claim(row.getString("id"), row.getLong("fence")))
                .list()
                .stream()
                .filter(claim -> !inHand.contains(claim))
                .toList();
        if (unheard.isEmpty()) {
            return 0;
        }
        Claims.giveBack(
                tx,
                table,
                unheard.stream().map(claim -> new Claims.NotBegun(claim, now)).toList());
        return unheard.size();
    }

    private static void said(int count) {
        LOG.info("{} rows were claimed by a commit whose answer was lost; they are due again", count);
    }
}
