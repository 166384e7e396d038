package io.tocsin.pipeline.silence;

import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.store.sql.Expected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants of maintenance windows.
 *
 * @param actor who, for the audit
 * @param wish what is wanted
 * @param expected the {@linkplain #version version} at which one is to be ended
 */
public record WindowOrder(String actor, Wish wish, Expected expected) {

    /** At whatever version. */
    public WindowOrder(String actor, Wish wish) {
        this(actor, wish, Expected.ANY);
    }

    /** Of a window: when it is over says it all, since nothing else of one is ever changed. @param overAt as it stands */
    public static long version(Optional<Instant> overAt) {
        return overAt.map(Instant::toEpochMilli).orElse(0L);
    }

    /** What is wanted. */
    public sealed interface Wish {}

    /**
     * That there be one.
     *
     * @param scope which alerts
     * @param times when
     * @param targets whom its beginnings and ends are told
     * @param author who wants it, in any words
     * @param comment why
     */
    public record Add(Scope scope, Recurrence times, List<Target> targets, String author, String comment)
            implements Wish {}

    /**
     * That one end now, and not come again.
     *
     * @param id which
     * @param reason why, for the audit; may be empty
     */
    public record End(String id, String reason) implements Wish {}
}
