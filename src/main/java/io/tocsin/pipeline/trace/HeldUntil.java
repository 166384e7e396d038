package io.tocsin.pipeline.trace;

import java.time.Instant;
import java.util.Optional;

/** Until when something holds back that stands in no row: a maintenance window. */
@FunctionalInterface
public interface HeldUntil {

    /** Nobody knows. */
    HeldUntil UNKNOWN = by -> Optional.empty();

    /** @param by what it is, {@code window nightly-backup} */
    Optional<Instant> of(String by);
}
