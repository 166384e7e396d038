package io.tocsin.model.incident;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an address may know of an incident when it is told more: the newest that surely arrives, or nothing, and whatever came
 * after it and may have been read or not. What it is told then has to be right for each of these.
 *
 * @param may what it may have been told last, newest first; one for nearly every address
 * @param isCertain whether the last of them arrives for sure; else it may know nothing at all
 */
record Basis(List<Told> may, boolean isCertain) {

    Basis {
        may = List.copyOf(may);
    }

    /** The newest that it may know. */
    Optional<Told> newest() {
        return may.stream().findFirst();
    }

    /** What it may know of the round that goes on, newest first. An end that may not have been read ends no round. */
    List<Told> round() {
        Optional<Integer> open = may.stream()
                .filter(told -> told.kind() != Kind.RESOLVED)
                .map(Told::round)
                .findFirst();
        return may.stream()
                .filter(told -> told.kind() != Kind.RESOLVED && open.get() == told.round())
                .toList();
    }

    /** The number of the last round that it may know of; 0 for none. */
    int lastRound() {
        return may.stream().mapToInt(Told::round).max().orElse(0);
    }

    /** The rules through which it may have been told, each with the highest version up to which. */
    Map<String, Long> through() {
        Map<String, Long> through = new HashMap<>();
        may.forEach(told -> told.through().forEach((rule, version) -> through.merge(rule, version, Math::max)));
        return through;
    }
}
