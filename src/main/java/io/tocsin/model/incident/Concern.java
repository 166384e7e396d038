package io.tocsin.model.incident;

import java.util.Map;
import java.util.Set;

/**
 * Which members an address is told of, and what of them is new to it.
 *
 * @param naming the rules that name the address now: what fires of their members is its business
 * @param quiet the rules that tell no ends
 * @param version what it was told last; 0 for nothing in this round or before
 * @param through the rules through which it was told, each with the version up to which
 * @param leftOut what was left out then
 */
public record Concern(
        Set<String> naming,
        Set<String> quiet,
        long version,
        Map<String, Long> through,
        Map<String, Told.LeftOut> leftOut) {

    public Concern {
        naming = Set.copyOf(naming);
        quiet = Set.copyOf(quiet);
        through = Map.copyOf(through);
        leftOut = Map.copyOf(leftOut);
    }
}
