package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the statistics of hours, again and again, in one hub of those that share a store. It reads beside the writer, no more than some
 * thousand rows a run, and writes an hour in one small transaction. What it has in memory can be lost: the hour is begun anew.
 */
public final class RollUp implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RollUp.class);

    /** So many rows are read in one run, and for so long. */
    static final int MOST_ROWS = 50_000;

    private static final Duration SPELL = Duration.ofSeconds(2);

    /** Making the hour that runs takes at most so much of the time: the twentieth part. */
    private static final int SHARE = 20;

    /** Of an hour that ended so long ago nothing new has an id of a later time. */
    private static final Duration RECENT = Duration.ofHours(2);

    /** What may have to be made again, and the newest that there is. */
    private static final String MADE = """
            SELECT hour, made_at, undecided FROM statistic_hour
            WHERE made_at < hour + :over OR undecided > 0 OR hour = :running
               OR hour = (SELECT max(newest.hour) FROM statistic_hour newest WHERE newest.hour <= :running)
            """;

    private static final String OLDEST = """
            SELECT MIN(at) FROM (
              SELECT received_at AS at FROM event WHERE id = (SELECT MIN(id) FROM event)
              UNION ALL SELECT opened_at FROM incident WHERE id = (SELECT MIN(id) FROM incident)
              UNION ALL SELECT created_at FROM notice WHERE id = (SELECT MIN(id) FROM notice)) AS firsts
            """;

    private final Store store;
    private final InstantSource clock;
    private final ObjectMapper json;
    private final DueHours due;
    private final boolean nights;
    private final BooleanSupplier mine;
    private final WriteHours writing = new WriteHours();
    private final RemoveHours removing = new RemoveHours();

    private Optional<Making> making = Optional.empty();
    private Duration took = Duration.ZERO;
    private Duration often = DueHours.OFTEN;
    private boolean isTidy;

    /**
     * @param store what it is made of, and where it goes
     * @param clock the store's time
     * @param json reads what the store keeps as JSON
     * @param keep how long the rows are kept that hours are made of
     * @param nights whether it is counted who is paged at night
     * @param mine whether it is this hub's to do, of those that share the store
     */
    public RollUp(
            Store store, InstantSource clock, ObjectMapper json, Duration keep, boolean nights, BooleanSupplier mine) {
        this.store = store;
        this.clock = clock;
        this.json = json;
        this.due = new DueHours(keep);
        this.nights = nights;
        this.mine = mine;
    }

    /** Goes on with what is due, for a while. Blocks; for one thread. */
    @Override
    public void run() {
        try {
            work();
        } catch (RuntimeException e) {
            making = Optional.empty();
            if (!store.isAway(e)) { // else the log says why, and it goes on by itself
                throw e;
            }
        }
    }

    private void work() {
        long begin = System.nanoTime();
        int looked = 0;
        while (mine.getAsBoolean() && looked < MOST_ROWS && System.nanoTime() - begin < SPELL.toNanos()) {
            if (making.isEmpty()) {
                making = next();
                took = Duration.ZERO;
            }
            if (making.isEmpty()) {
                tidy();
                return;
            }
            looked += step(making.get());
        }
        if (!mine.getAsBoolean()) {
            making = Optional.empty();
        }
    }

    private int step(Making hour) {
        long from = System.nanoTime();
        int rows = hour.step(store);
        took = took.plusNanos(System.nanoTime() - from);
        if (hour.isDone()) {
            MadeHour made = hour.made();
            store.submit(writing, made).join();
            making = Optional.empty();
            isTidy = false;
            Duration seldom = took.multipliedBy(SHARE);
            often = seldom.compareTo(DueHours.OFTEN) > 0 ? seldom : DueHours.OFTEN;
            LOG.debug("statistics of {} made of {} rows in {} ms", made.hour(), hour.rows(), took.toMillis());
        }
        return rows;
    }

    private Optional<Making> next() {
        Instant now = clock.instant();
        return store.read(tx -> due.next(made(tx, now), () -> oldest(tx, now), often, now))
                .map(hour -> new Making(
                        new HourRange(
                                hour, hour.plus(HourRange.HOUR).plus(RECENT).isAfter(now)),
                        now,
                        nights,
                        json));
    }

    private static List<MadeRow> made(Handle tx, Instant now) {
        return tx.createQuery(MADE)
                .bind("over", HourRange.HOUR.plus(DueHours.GRACE).toMillis())
                .bind("running", HourRange.of(now).toEpochMilli())
                .map((row, context) -> new MadeRow(
                        Instant.ofEpochMilli(row.getLong("hour")),
                        Instant.ofEpochMilli(row.getLong("made_at")),
                        row.getLong("undecided")))
                .list();
    }

    private static Instant oldest(Handle tx, Instant now) {
        return tx.createQuery(OLDEST)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(now);
    }

    /** Where nothing else is to be done: removes what is too old, and people's nights where nobody wants to know. */
    private void tidy() {
        if (isTidy) {
            return;
        }
        Instant before = HourRange.of(clock.instant().minus(DueHours.KEPT));
        List<RemoveHours.Order> orders = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            boolean unwanted = dimension == Dimension.PERSON && !nights;
            orders.add(new RemoveHours.Order(dimension, unwanted ? Instant.ofEpochMilli(Long.MAX_VALUE) : before));
        }
        int removed = 0;
        for (RemoveHours.Order order : orders) {
            removed += store.submit(removing, order).join();
        }
        isTidy = removed == 0;
    }
}
