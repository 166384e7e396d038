package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/**
 * What the source means by yes and no. Alertmanager reads YAML 1.1, in which {@code yes} and {@code off} are such words; the hub reads
 * YAML 1.2, where they are texts.
 */
final class YesOrNo {

    private static final Set<String> YES = Set.of("true", "yes", "on", "y");
    private static final Set<String> NO = Set.of("false", "no", "off", "n");

    private YesOrNo() {}

    /**
     * Whether a field says yes.
     *
     * @param in where the field stands, or not
     * @param where the place of {@code in}
     * @param byDefault where it is not there, or is neither, which is said
     */
    static boolean read(JsonNode in, String field, JsonPointer where, boolean byDefault, LeftOut left) {
        if (!in.hasNonNull(field)) {
            return byDefault;
        }
        String word = in.path(field).asText().toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            left.add(
                    where.appendProperty(field),
                    field + ": " + in.path(field),
                    "neither true nor false; there is " + byDefault + " in its place");
            return byDefault;
        }
        return YES.contains(word);
    }
}
