package io.tocsin.model.incident;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which members an address is told of, and what of them is new to it.
 *
 * @param naming the rules that name the address now: what fires of their members is its business
 * @param quiet the rules that tell no ends
 * @param known what it knows; several where nobody knows which of them, at least one
 */
public record Concern(Set<String> naming, Set<String> quiet, List<Known> known) {

    /**
     * What an address knows.
     *
     * @param version what it was told last; 0 for nothing in this round or before
     * @param through the rules through which it was told, each with the version up to which
     * @param leftOut what was left out then
     */
    public record Known(long version, Map<String, Long> through, Map<String, Told.LeftOut> leftOut) {

        /** Nothing. */
        public static final Known NOTHING = new Known(0, Map.of(), Map.of());

        public Known {
            through = Map.copyOf(through);
            leftOut = Map.copyOf(leftOut);
        }

        static Known of(Told told) {
            return new Known(told.version(), told.through(), told.leftOut());
        }
    }

    public Concern {
        naming = Set.copyOf(naming);
        quiet = Set.copyOf(quiet);
        known = List.copyOf(known);
    }

    /** Of a member that is over since before this version it hears nothing. */
    public long since() {
        return known.stream()
                .mapToLong(Known::version)
                .filter(version -> version > 0)
                .min()
                .orElse(0);
    }

    /** How an alert was left out of what it may have been told, if it was. */
    Optional<Told.LeftOut> leftOut(String alert) {
        return known.stream()
                .map(one -> one.leftOut().get(alert))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
