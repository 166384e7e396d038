package io.tocsin.pipeline.incident;

import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What came from people, or from a provider that may send it again: each counts once, in the transaction that does it. */
public final class TakenAnswers {

    /** One that counts for a while only counts anew after that. */
    private static final String INSERT = """
            INSERT INTO answer_taken (id, taken_at) VALUES (?, ?)
            ON CONFLICT (id) DO UPDATE SET taken_at = excluded.taken_at WHERE answer_taken.taken_at <= ?
            """;

    private static final String GIVE_UP = "DELETE FROM answer_taken WHERE id = ?";

    private TakenAnswers() {}

    /** Whether it comes for the first time. */
    public static boolean isNew(Handle tx, String id, Instant now) {
        return isNew(tx, Once.everOf(id), now);
    }

    /** Whether it comes for the first time, or for the first time after a while. */
    static boolean isNew(Handle tx, Once once, Instant now) {
        Instant over = once.within().map(now::minus).orElse(Instant.EPOCH);
        return Statements.of(tx)
                        .each(INSERT, List.of(once.id()), (values, id) -> values.text(id)
                                .time(now)
                                .time(over))[0]
                > 0;
    }

    /** Whether it came before. */
    static boolean has(Handle tx, String id) {
        return tx.createQuery("SELECT count(*) FROM answer_taken WHERE id = :id")
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** It was refused: whoever sends it again is told why again, or may have it done by then. */
    static void giveUp(Handle tx, String id) {
        Statements.of(tx).each(GIVE_UP, List.of(id), (values, one) -> values.text(one));
    }
}
