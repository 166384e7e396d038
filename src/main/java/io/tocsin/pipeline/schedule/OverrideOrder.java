package io.tocsin.pipeline.schedule;

import java.time.Instant;
import java.util.List;

/**
 * What somebody wants of a schedule's overrides.
 *
 * @param actor who, for the audit
 * @param schedule its name
 * @param wish what is wanted
 */
public record OverrideOrder(String actor, String schedule, Wish wish) {

    /** What is wanted. */
    public sealed interface Wish {}

    /**
     * That somebody be on call.
     *
     * @param from from when on; what is past means now
     * @param until until when
     * @param people who
     * @param author who wants it, in any words
     * @param comment why; may be empty
     */
    public record Add(Instant from, Instant until, List<String> people, String author, String comment)
            implements Wish {}

    /**
     * That it end now, or not begin.
     *
     * @param id which one
     * @param reason why, for the audit; may be empty
     */
    public record End(String id, String reason) implements Wish {}
}
