package io.tocsin.outbox;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the store keeps of a receiver: until when it is paused, and how many tokens its rate limit has left. */
final class ReceiverRow {

    private record State(Instant pausedUntil, double tokens, Instant refilledAt) {}

    private ReceiverRow() {}

    /** How many deliveries may be claimed now. */
    static int available(Handle tx, String receiver, RateLimit limit, Instant now) {
        Optional<State> state = state(tx, receiver);
        if (state.filter(s -> s.pausedUntil.isAfter(now)).isPresent()) {
            return 0;
        }
        return limit.unlimited() ? Integer.MAX_VALUE : (int) tokens(state, limit, now);
    }

    /** Until when it is paused; long ago where it is not. */
    static Instant pausedUntil(Handle tx, String receiver) {
        return state(tx, receiver).map(State::pausedUntil).orElse(Instant.EPOCH);
    }

    static void spend(Handle tx, String receiver, RateLimit limit, int count, Instant now) {
        if (limit.unlimited()) {
            return;
        }
        double left = tokens(state(tx, receiver), limit, now) - count;
        tx.createUpdate("""
                        INSERT INTO receiver (name, paused_until, paused_why, tokens, refilled_at)
                        VALUES (:name, 0, '', :tokens, :now)
                        ON CONFLICT (name) DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at
                        """)
                .bind("name", receiver)
                .bind("tokens", left)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Pauses it, unless it is paused for longer already. */
    static void pause(Handle tx, String receiver, Instant until, String why) {
        tx.createUpdate("""
                        INSERT INTO receiver (name, paused_until, paused_why, tokens, refilled_at)
                        VALUES (:name, :until, :why, 0, 0)
                        ON CONFLICT (name) DO UPDATE SET paused_until = excluded.paused_until,
                                                         paused_why = excluded.paused_why
                        WHERE excluded.paused_until > receiver.paused_until
                        """)
                .bind("name", receiver)
                .bind("until", until.toEpochMilli())
                .bind("why", why)
                .execute();
    }

    private static Optional<State> state(Handle tx, String receiver) {
        return tx.createQuery("SELECT paused_until, tokens, refilled_at FROM receiver WHERE name = :name")
                .bind("name", receiver)
                .map((row, context) -> new State(
                        Instant.ofEpochMilli(row.getLong("paused_until")),
                        row.getDouble("tokens"),
                        Instant.ofEpochMilli(row.getLong("refilled_at"))))
                .findOne();
    }

    private static double tokens(Optional<State> state, RateLimit limit, Instant now) {
        return state.map(s -> limit.refilled(s.tokens, now.toEpochMilli() - s.refilledAt.toEpochMilli()))
                .orElse((double) limit.burst());
    }
}
