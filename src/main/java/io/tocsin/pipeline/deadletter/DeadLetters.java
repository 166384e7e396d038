package io.tocsin.pipeline.deadletter;

import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What the hub gave up on, for somebody who redrives or discards it. All methods block; they answer once the change is on
 * disk.
 */
public final class DeadLetters {

    /** How many are settled in one transaction: more would keep accepts waiting. */
    private static final int BATCH = 500;

    private final Store store;
    private final RedriveDeadLetters redriving;
    private final Change<SettleOrder, Settled> discarding = new DiscardDeadLetters();

    /**
     * @param rooms where redriven work goes on
     * @param corridor the store and what goes with it
     * @param notifying whom to notify of what
     */
    public DeadLetters(Rooms rooms, Corridor corridor, Notifying notifying) {
        this.store = corridor.store();
        this.redriving = new RedriveDeadLetters(rooms, corridor, notifying);
    }

    /** The ids of those that fit, the oldest first. */
    public List<String> find(DeadLetterFilter filter) {
        return store.read(
                tx -> tx.createQuery("SELECT id FROM dead_letter WHERE " + filter.condition() + " ORDER BY id")
                        .bindMap(filter.values())
                        .mapTo(String.class)
                        .list());
    }

    /** Sets them going again. */
    public Settled redrive(SettleOrder order) {
        return inBatches(order, batch -> store.submit(redriving, batch).join());
    }

    /** Gives them up for good. */
    public Settled discard(SettleOrder order) {
        return inBatches(order, batch -> store.submit(discarding, batch).join());
    }

    /** What {@link #redrive} would do now; changes nothing. */
    public Settled tryRedrive(List<String> ids) {
        return look(ids, (tx, batch) -> redriving.look(tx, batch, store.now(tx)));
    }

    /** What {@link #discard} would do now; changes nothing. */
    public Settled tryDiscard(List<String> ids) {
        return look(ids, (tx, batch) -> Sorted.of(tx, batch, Letter::discardObstacle)
                .settled());
    }

    private interface Look {
        Settled at(Handle tx, List<String> ids);
    }

    private Settled look(List<String> ids, Look look) {
        return inBatches(new SettleOrder(ids, "", ""), batch -> store.read(tx -> look.at(tx, batch.ids())));
    }

    private static Settled inBatches(SettleOrder order, Function<SettleOrder, Settled> settle) {
        Settled all = new Settled(List.of(), List.of(), List.of());
        for (int from = 0; from < order.ids().size(); from += BATCH) {
            List<String> ids =
                    order.ids().subList(from, Math.min(from + BATCH, order.ids().size()));
            all = all.and(settle.apply(new SettleOrder(ids, order.actor(), order.reason())));
        }
        return all;
    }
}
