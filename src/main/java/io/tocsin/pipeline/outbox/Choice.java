package io.tocsin.pipeline.outbox;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Chooses what goes now among what waits for several destinations, each of which may take only so much. */
final class Choice {

    /**
     * A delivery that could go.
     *
     * @param id the delivery
     * @param destination whose bucket it spends from
     */
    record Candidate(String id, String destination) {}

    private final int room;
    private final ToIntFunction<String> allowance;
    private final Map<String, Integer> left = new HashMap<>();
    private final Set<String> chosen = new LinkedHashSet<>();

    /**
     * @param room how many go at most
     * @param allowance how many of a destination may go
     */
    Choice(int room, ToIntFunction<String> allowance) {
        this.room = room;
        this.allowance = allowance;
    }

    /**
     * Chooses the first ones that fit; one that its destination holds back does not hold back those after it.
     *
     * @param candidates the most urgent first; those that are chosen already change nothing
     */
    void add(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            int open = left.computeIfAbsent(candidate.destination, allowance::applyAsInt);
            if (open > 0 && !isFull() && chosen.add(candidate.id)) {
                left.put(candidate.destination, open - 1);
            }
        }
    }

    boolean isFull() {
        return chosen.size() >= room;
    }

    /** The destinations that get nothing more. */
    Set<String> exhausted() {
        return left.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Their ids, in the order in which they were offered. */
    List<String> chosen() {
        return List.copyOf(chosen);
    }
}
