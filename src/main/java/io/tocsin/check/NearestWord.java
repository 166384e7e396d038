package io.tocsin.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that a writer probably meant. */
public final class NearestWord {
    private NearestWord() {}

    /** The known word nearest to the written one: at most two slips away, or one in three letters of a short word. */
    public static Optional<String> of(String written, Collection<String> known) {
        return known.stream()
                .filter(word -> slips(written, word) <= Math.min(2, Math.max(1, word.length() / 3)))
                .min(Comparator.<String>comparingInt(word -> slips(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters to insert, remove or replace (Levenshtein). */
    private static int slips(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
