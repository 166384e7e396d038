package io.tocsin.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Chooses what goes now among what waits for several destinations, each of which may take only so much. */
final class Choice {

    /**
     * A delivery that could go.
     *
     * @param id the delivery
     * @param destination whose bucket it spends from
     */
    record Candidate(String id, String destination) {}

    private Choice() {}

    /**
     * The first ones in their order that fit.
     *
     * @param candidates the most urgent first
     * @param room how many go at most
     * @param allowance how many of a destination may go
     * @return ids in the candidates' order; one that its destination holds back does not hold back those after it
     */
    static List<String> of(List<Candidate> candidates, int room, ToIntFunction<String> allowance) {
        Map<String, Integer> left = new HashMap<>();
        List<String> chosen = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (chosen.size() == room) {
                break;
            }
            int open = left.computeIfAbsent(candidate.destination, allowance::applyAsInt);
            if (open > 0) {
                left.put(candidate.destination, open - 1);
                chosen.add(candidate.id);
            }
        }
        return chosen;
    }
}
