package io.tocsin.source.accept;

import java.util.regex.Pattern;

/** How a source may be called: it stands in paths, metrics, files and rules. */
public final class SourceName {
    private static final Pattern SHAPE =
            Pattern.compile("(?!(?:evt|alr|inc|ntc|dlv|dea)_|tocsin$)[a-z0-9][a-z0-9._-]{0,62}");

    private SourceName() {}

    /**
     * Whether this could be a source: 1 to 63 of {@code a-z 0-9 . _ -}, beginning with a letter or digit, and
     * not as the hub's own ids do, which the API takes under the same path. {@code tocsin} is the hub itself.
     */
    public static boolean isValid(String name) {
        return SHAPE.matcher(name).matches();
    }
}
