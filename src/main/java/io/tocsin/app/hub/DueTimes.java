package io.tocsin.app.hub;

import io.tocsin.store.sql.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The due times of the store when the clock is set back. What is put off is put off for a while, a retry say, and its due time
 * is kept as a time of the clock: it moves with the clock, so that the while stays as long as it was. What is held until the
 * end of somebody's quiet hours is meant for a time of the clock, and stays.
 */
final class DueTimes {

    /** Beside the row that readiness writes: the last time that the hub saw, for a start after the clock was set back. */
    private static final String MARK = """
            INSERT INTO probe (name, at) VALUES ('clock', :now) ON CONFLICT (name) DO UPDATE SET at = excluded.at
            """;

    private static final List<String> MOVES = Stream.concat(
                    ClaimedTables.ALL.stream()
                            .map(table ->
                                    "UPDATE " + table.name() + " SET due_at = due_at - :back WHERE " + table.putOff()),
                    Stream.of(
                            "UPDATE incident SET due_at = due_at - :back WHERE due_at IS NOT NULL",
                            // until when one can be answered is a time of the clock, and stays
                            "UPDATE question SET due_at = due_at - :back WHERE due_at IS NOT NULL AND state <> 'open'",
                            "UPDATE bucket SET paused_until = paused_until - :back WHERE paused_until > :now"))
            .toList();

    /** What nobody has to repeat is over after days: it is left where it is, but for a clock that was far off. */
    private static final String MOVE_ENDS = "UPDATE alert SET expires_at = expires_at + :by"
            + " WHERE expires_at IS NOT NULL AND (resolve_after IS NOT NULL OR ABS(:by) > 3600000)";

    /**
     * Alerts that are to be told again go on for their own time from now at least, or for so long if that is longer: nobody could
     * tell them while the hub was away, nor is it known whether what was said since the clock was set back was moved with it.
     */
    private static final String END_LATER = """
            UPDATE alert SET expires_at = :now + CASE WHEN resolve_after > :most THEN :most ELSE resolve_after END
            WHERE expires_at IS NOT NULL AND resolve_after IS NOT NULL
              AND expires_at < :now + CASE WHEN resolve_after > :most THEN :most ELSE resolve_after END
            """;

    private static final Duration FROM_NOW = Duration.ofHours(1);

    /** Check-ins wait as long as they would have; for a time in which no hub was there their own look allows. */
    private static final List<String> MOVE_CHECK_INS = List.of(
            "UPDATE check_in SET since = since + :by, reported_at = reported_at + :by, due_at = due_at + :by"
                    + " WHERE due_at IS NOT NULL",
            "UPDATE probe SET at = at + :by WHERE name = 'check-ins'");

    /**
     * What the hub did not live through.
     *
     * @param alerts by so much longer, or shorter, alerts go on that are to be told again
     * @param set by so much the clock was set, back where it is negative
     */
    record Missed(Duration alerts, Duration set) {

        static final Missed NOTHING = new Missed(Duration.ZERO, Duration.ZERO);

        Missed plus(Missed more) {
            return new Missed(alerts.plus(more.alerts), set.plus(more.set));
        }

        Missed minus(Missed paid) {
            return new Missed(alerts.minus(paid.alerts), set.minus(paid.set));
        }
    }

    /** Moves what is over, or late, when nobody says anything. */
    static final Change<Missed, Void> MOVE_ENDS_BY = (tx, missed, now) -> {
        missed.forEach(by -> {
            if (!by.alerts.isZero()) {
                moveEnds(tx, by.alerts);
            }
            moveCheckIns(tx, by.set);
        });
        if (missed.stream().map(Missed::alerts).anyMatch(Duration::isNegative)) {
            endLater(tx, now);
        }
        return Collections.nCopies(missed.size(), null);
    };

    /** Moves them back by so much, and remembers the time. */
    static final Change<Duration, Void> MOVE_BACK = (tx, backs, now) -> {
        backs.forEach(back -> moveBack(tx, back, now));
        mark(tx, now);
        return Collections.nCopies(backs.size(), null);
    };

    /** Remembers the time. */
    static final Change<String, Void> REMEMBER = (tx, hubs, now) -> {
        mark(tx, now);
        return Collections.nCopies(hubs.size(), null);
    };

    /**
     * At a start: moves them back by as much as the clock shows less than when the hub ran last, and gives that; zero where it
     * shows more, or less by no more than the input. Alerts that are to be told again go on for as much longer as the hub was away.
     */
    static final Change<Duration, Duration> CATCH_UP = (tx, tolerances, now) ->
            tolerances.stream().map(t -> catchUp(tx, t, now)).toList();

    private DueTimes() {}

    private static Duration catchUp(Handle tx, Duration tolerance, Instant now) {
        Optional<Duration> away = tx.createQuery("SELECT at FROM probe WHERE name = 'clock'")
                .mapTo(Long.class)
                .findOne()
                .map(last -> Duration.between(Instant.ofEpochMilli(last), now));
        moveEnds(tx, away.orElse(Duration.ZERO));
        endLater(tx, now);
        Duration back = away.map(Duration::negated)
                .filter(ahead -> ahead.compareTo(tolerance) > 0)
                .orElse(Duration.ZERO);
        if (!back.isZero()) {
            moveBack(tx, back, now);
            moveCheckIns(tx, back.negated());
        }
        mark(tx, now);
        return back;
    }

    private static void moveEnds(Handle tx, Duration by) {
        tx.createUpdate(MOVE_ENDS).bind("by", by.toMillis()).execute();
    }

    private static void moveCheckIns(Handle tx, Duration by) {
        for (String move : by.isZero() ? List.<String>of() : MOVE_CHECK_INS) {
            tx.createUpdate(move).bind("by", by.toMillis()).execute();
        }
    }

    private static void endLater(Handle tx, Instant now) {
        tx.createUpdate(END_LATER)
                .bind("most", FROM_NOW.toMillis())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static void moveBack(Handle tx, Duration back, Instant now) {
        for (String move : MOVES) {
            tx.createUpdate(move)
                    .bind("back", back.toMillis())
                    .bind("now", now.toEpochMilli())
                    .execute();
        }
    }

    private static void mark(Handle tx, Instant now) {
        tx.createUpdate(MARK).bind("now", now.toEpochMilli()).execute();
    }
}
