package io.tocsin.app.hub;

import io.tocsin.store.sql.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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

    private static final List<String> MOVES = List.of(
            "UPDATE event SET due_at = due_at - :back WHERE state = 'pending'",
            "UPDATE notice SET due_at = due_at - :back WHERE state = 'pending'",
            "UPDATE delivery SET due_at = due_at - :back WHERE state = 'pending' AND held = 0",
            "UPDATE dead_letter SET due_at = due_at - :back WHERE told = 0",
            "UPDATE bucket SET paused_until = paused_until - :back WHERE paused_until > :now");

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
     * shows more, or less by no more than the input.
     */
    static final Change<Duration, Duration> CATCH_UP = (tx, tolerances, now) ->
            tolerances.stream().map(t -> catchUp(tx, t, now)).toList();

    private DueTimes() {}

    private static Duration catchUp(Handle tx, Duration tolerance, Instant now) {
        Duration back = tx.createQuery("SELECT at FROM probe WHERE name = 'clock'")
                .mapTo(Long.class)
                .findOne()
                .map(last -> Duration.between(now, Instant.ofEpochMilli(last)))
                .filter(ahead -> ahead.compareTo(tolerance) > 0)
                .orElse(Duration.ZERO);
        if (!back.isZero()) {
            moveBack(tx, back, now);
        }
        mark(tx, now);
        return back;
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
