package io.tocsin.app.imports;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names as rules and receivers may have them, each once. */
public final class Names {

    private static final int LONGEST = 80;

    private final Set<String> taken = new HashSet<>();
    /** The last number behind a name. */
    private final Map<String, Integer> counts = new HashMap<>();

    /** A name like that text that nothing has yet: lower-case letters, digits and hyphens. */
    public String like(String text) {
        String slug =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String name = slug.isEmpty() ? "unnamed" : slug.substring(0, Math.min(LONGEST, slug.length()));
        String free = name;
        while (!taken.add(free)) {
            free = name + "-" + counts.merge(name, 2, (before, two) -> before + 1);
        }
        return free;
    }
}
