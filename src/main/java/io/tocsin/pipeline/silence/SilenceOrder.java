package io.tocsin.pipeline.silence;

import io.tocsin.model.silence.Scope;
import io.tocsin.store.sql.Expected;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody wants of silences.
 *
 * @param actor who, for the audit
 * @param id which one; empty for a new one
 * @param wish what it is to be
 * @param expected the version at which it is to be changed
 */
public record SilenceOrder(String actor, Optional<String> id, Wish wish, Expected expected) {

    /** At whatever version. */
    public SilenceOrder(String actor, Optional<String> id, Wish wish) {
        this(actor, id, wish, Expected.ANY);
    }

    /** What is wanted. */
    public sealed interface Wish {}

    /**
     * That it be so.
     *
     * @param scope which alerts
     * @param startsAt from when on; what is past means now
     * @param endsAt until when
     * @param author who wants it, in any words
     * @param comment why
     */
    public record Be(Scope scope, Instant startsAt, Instant endsAt, String author, String comment) implements Wish {}

    /**
     * The same of a new one, unless one for just these alerts is active.
     *
     * @param be how it is to be
     */
    public record Once(Be be) implements Wish {}

    /**
     * That it end now.
     *
     * @param reason why, for the audit; may be empty
     */
    public record End(String reason) implements Wish {}
}
