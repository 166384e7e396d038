package io.tocsin.model.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Says which of many wildcards a text may fit, without trying each. A wildcard is filed under one run of up to four letters
 * that whatever fits it must have (a gram), of all its grams the one that fewest others have. A text that has none of the
 * grams fits nothing; one that has some may fit those filed there, which a machine then decides.
 *
 * @param <T> what a wildcard stands for
 */
final class GramIndex<T> {
    private static final int LONGEST = 4;

    private final Map<String, List<T>> byGram = new HashMap<>();
    private final Set<T> always = new HashSet<>();
    private final Set<Integer> lengths = new TreeSet<>();

    /** @param wildcards what each stands for, as literals between the stars: {@code a*b} is {@code [a, b]} */
    GramIndex(Map<T, List<List<String>>> wildcards) {
        Map<String, Integer> shares = new HashMap<>();
        each(wildcards, (owner, literals) -> grams(literals).forEach(gram -> shares.merge(gram, 1, Integer::sum)));
        each(wildcards, (owner, literals) -> file(owner, grams(literals), shares));
    }

    /** Gives out everything that the text may fit; the same thing may come more than once. */
    void find(String text, Consumer<T> found) {
        always.forEach(found);
        for (int length : lengths) {
            for (int at = 0; at + length <= text.length(); at++) {
                byGram.getOrDefault(text.substring(at, at + length), List.of()).forEach(found);
            }
        }
    }

    private void file(T owner, Set<String> grams, Map<String, Integer> shares) {
        grams.stream()
                .min((one, other) -> Integer.compare(shares.get(one), shares.get(other)))
                .ifPresentOrElse(
                        gram -> {
                            byGram.computeIfAbsent(gram, fresh -> new ArrayList<>())
                                    .add(owner);
                            lengths.add(gram.length());
                        },
                        () -> always.add(owner));
    }

    /** All grams of the greatest length that the literals have: the longer, the rarer. */
    private static Set<String> grams(List<String> literals) {
        int length = Math.min(
                LONGEST, literals.stream().mapToInt(String::length).max().orElse(0));
        Set<String> grams = new TreeSet<>();
        for (String literal : literals) {
            for (int at = 0; length > 0 && at + length <= literal.length(); at++) {
                grams.add(literal.substring(at, at + length));
            }
        }
        return grams;
    }

    private interface Each<T> {
        void accept(T owner, List<String> literals);
    }

    private static <T> void each(Map<T, List<List<String>>> wildcards, Each<T> each) {
        wildcards.forEach((owner, all) -> all.forEach(literals -> each.accept(owner, literals)));
    }
}
