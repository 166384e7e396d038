package io.tocsin.pipeline.statistics;

import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Removes the oldest hours of a dimension, some rows at a time. */
final class RemoveHours implements Change<RemoveHours.Order, Integer> {

    /** Rows of one transaction, and those of the same hour. */
    static final int BATCH = 250;

    /**
     * What goes.
     *
     * @param dimension of which
     * @param before hours that began before
     */
    record Order(Dimension dimension, Instant before) {}

    private static final String OLDEST = """
            DELETE FROM statistic WHERE dimension = :dimension AND hour < :before AND hour <=
              (SELECT max(hour) FROM (SELECT hour FROM statistic WHERE dimension = :dimension ORDER BY hour LIMIT :most) AS oldest)
            """;

    private static final String HOURS = "DELETE FROM statistic_hour WHERE hour < :before";

    /** How many rows went; of {@link Dimension#ALL} the note that the hours were made goes, too. */
    @Override
    public List<Integer> apply(Handle tx, List<Order> orders, Instant now) {
        return orders.stream()
                .map(order -> {
                    if (order.dimension() == Dimension.ALL) {
                        tx.createUpdate(HOURS)
                                .bind("before", order.before().toEpochMilli())
                                .execute();
                    }
                    return tx.createUpdate(OLDEST)
                            .bind("dimension", order.dimension().word())
                            .bind("before", order.before().toEpochMilli())
                            .bind("most", BATCH)
                            .execute();
                })
                .toList();
    }

    @Override
    public int rows(Order order) {
        return BATCH;
    }
}
