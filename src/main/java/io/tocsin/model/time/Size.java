package io.tocsin.model.time;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it: {@code 65536}, {@code 512KB}, {@code 4MB}, {@code 1GB}; 1 KB is 1,024 bytes. */
public final class Size {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(B|KB|KIB|MB|MIB|GB|GIB)?");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "K", 1L << 10, "M", 1L << 20, "G", 1L << 30);

    private Size() {}

    /** The bytes, from 0 up; empty where the text is not a whole number, alone or with a unit in any case. */
    public static OptionalLong read(String text) {
        Matcher matcher = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2).substring(0, 1);
        return OptionalLong.of(Long.parseLong(matcher.group(1)) * UNITS.get(unit));
    }
}
