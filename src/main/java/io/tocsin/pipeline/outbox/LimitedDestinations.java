package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.AfterFailure;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.RetryAfter;
import io.tocsin.model.delivery.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The destinations of one receiver that ask for less, and how often in a row each did. The pause is what was asked for, and
 * never shorter than what the receiver's schedule has for so many failures: a provider that says {@code Retry-After: 0}, or
 * says it for days, is asked ever more rarely. What a destination takes ends its row.
 *
 * <p>Kept by each hub for itself, so that after a restart a row begins anew; the pause itself is in the store.
 */
public final class LimitedDestinations {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedDestinations.class);
    private static final Duration SAY_AFTER = Duration.ofMinutes(5);
    private static final int MOST = 10_000;

    /**
     * A destination that has asked for less and taken nothing since.
     *
     * @param times how often in a row; sends of one moment count once
     * @param since the first of them
     * @param until the end of the pause
     * @param why what it said
     */
    public record Row(int times, Instant since, Instant until, String why) {

        /** After one more of a send that began then. */
        private Row next(Instant startedAt, String words) {
            // What was under way when the pause began says nothing new.
            return new Row(startedAt.isBefore(until) ? times : times + 1, since, until, words);
        }

        private Row pausedUntil(Instant end) {
            return new Row(times, since, end.isAfter(until) ? end : until, why);
        }
    }

    private final String receiver;
    private final RetrySchedule schedule;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private Instant saidAt = Instant.EPOCH;

    LimitedDestinations(String receiver, RetrySchedule schedule) {
        this.receiver = receiver;
        this.schedule = schedule;
    }

    /**
     * A destination asked for less.
     *
     * @param destination which
     * @param failure what it said
     * @param startedAt when that send began
     * @param now when it ended
     * @return the failure with the pause that is due now: at most {@link RetryAfter#CAP}
     */
    synchronized Failure again(String destination, Failure failure, Instant startedAt, Instant now) {
        Row before = rows.get(destination);
        Row row = before == null
                ? new Row(1, now, Instant.EPOCH, failure.reason())
                : before.next(startedAt, failure.reason());
        Duration asked = failure.retryAfter().orElse(AfterFailure.DEFAULT_PAUSE);
        Duration least = schedule.pause(row.times);
        Duration pause = asked.compareTo(least) > 0 ? asked : least;
        Duration capped = pause.compareTo(RetryAfter.CAP) > 0 ? RetryAfter.CAP : pause;
        keep(destination, row.pausedUntil(now.plus(capped)));
        say(destination, row.times, failure, now.plus(capped), now);
        return failure.pausing(capped);
    }

    /** A destination took something. */
    synchronized void taken(String destination) {
        Row row = rows.remove(destination);
        if (row != null && row.times > 1) {
            LOG.info("{}: {} takes messages again after {} rate limits in a row", receiver, destination, row.times);
        }
    }

    /** All of them, by destination. */
    public synchronized Map<String, Row> all() {
        return Map.copyOf(rows);
    }

    private void keep(String destination, Row row) {
        if (rows.size() >= MOST && !rows.containsKey(destination)) {
            rows.remove(rows.keySet().iterator().next());
        }
        rows.put(destination, row);
    }

    /** One alone is how a limit works; a row is trouble, and is said now and then for all destinations together. */
    private void say(String destination, int times, Failure failure, Instant until, Instant now) {
        boolean justSaid = !now.isBefore(saidAt) && now.isBefore(saidAt.plus(SAY_AFTER)); // a clock may be set back
        if (times > 1 && !justSaid) {
            saidAt = now;
            LOG.warn(
                    "{}: {} is rate-limited, {} times in a row since {}; paused until {}: {}",
                    receiver,
                    destination,
                    times,
                    rows.get(destination).since(),
                    until,
                    failure.reason());
        }
    }
}
