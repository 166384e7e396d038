package io.tocsin.files;

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

    /** Letters to insert, remove or replace, and neighbours to swap (optimal string alignment). */
    private static int slips(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : fewest(one, other, i, j, rows);
            }
        }
        return rows[one.length()][other.length()];
    }

    private static int fewest(String one, String other, int i, int j, int[][] rows) {
        int replaced = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(fewest, rows[i - 2][j - 2] + 1) : fewest;
    }
}
