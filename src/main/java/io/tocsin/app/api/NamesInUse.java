package io.tocsin.app.api;

import io.tocsin.files.NearestWord;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The receivers, rules and sources that there are: whoever asks for another one and finds nothing has misspelt it.
 *
 * @param receivers names of receivers
 * @param rules names of rules
 * @param sources names of sources that have a route or a token of their own
 * @param hasSent whether any event came from a source of this name
 */
public record NamesInUse(
        Supplier<Set<String>> receivers,
        Supplier<Set<String>> rules,
        Supplier<Set<String>> sources,
        Predicate<String> hasSent) {

    private static final int MOST_NAMED = 20;

    /** @throws RefusedException (404) where a name is asked for that nothing has */
    void check(String what, String name) {
        if (what.equals("source") && hasSent.test(name)) {
            return;
        }
        Set<String> known = new TreeSet<>(
                switch (what) {
                    case "receiver" -> receivers.get();
                    case "rule" -> rules.get();
                    default -> sources.get();
                });
        if (!known.contains(name)) {
            throw RefusedException.notFound("There is no " + what + " `" + name + "`"
                    + NearestWord.of(name, known)
                            .map(word -> "; did you mean `" + word + "`?")
                            .orElseGet(() -> all(known)));
        }
    }

    private static String all(Set<String> known) {
        if (known.isEmpty()) {
            return "; there is none at all.";
        }
        String more = known.size() > MOST_NAMED ? " and " + (known.size() - MOST_NAMED) + " more" : "";
        return "; there are: "
                + String.join(", ", known.stream().limit(MOST_NAMED).toList()) + more + ".";
    }
}
