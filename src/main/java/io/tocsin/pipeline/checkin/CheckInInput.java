package io.tocsin.pipeline.checkin;

import io.tocsin.model.checkin.CheckIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What happens to check-ins. */
sealed interface CheckInInput {

    /**
     * Somebody reported.
     *
     * @param name by this name
     * @param entry as this hub's rules files have it, so that a row can be made; empty where another hub's may
     */
    record Reported(String name, Optional<CheckIn> entry, Instant at) implements CheckInInput {}

    /**
     * It is looked which are late.
     *
     * @param known up to when it is known that the clock was not set
     * @param begun when the hub that looks was started, where no other one was there before and this is its first look
     * @param reports those that are not written yet, by names
     */
    record Look(Instant known, Optional<Instant> begun, Map<String, Instant> reports) implements CheckInInput {}

    /** The rules files have these, and no others. */
    record Followed(List<CheckIn> entries) implements CheckInInput {}

    /** The names that it is about, as far as it says. */
    default Set<String> names() {
        if (this instanceof Reported reported) {
            return Set.of(reported.name);
        }
        return this instanceof Look look ? look.reports.keySet() : Set.of();
    }

    /** The entries of which there has to be a row. */
    default List<CheckIn> entries() {
        if (this instanceof Reported reported) {
            return reported.entry.stream().toList();
        }
        return this instanceof Followed followed ? followed.entries : List.of();
    }
}
