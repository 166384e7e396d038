package io.tocsin.model.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The header fields that a source keeps with its events because they say what the body does not, such as GitHub's
 * {@code X-GitHub-Event}. They stand among an event's attributes; mappings read them.
 */
public final class KeptHeaders {
    /** Longest value that is kept, in characters. */
    static final int MOST = 1_000;

    private static final String PREFIX = "header.";

    private KeptHeaders() {}

    /** The names in a list with commas between, as configuration writes them. */
    public static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Keeps a header field among an event's attributes, its value cut to {@value #MOST} characters. */
    public static void keep(Map<String, String> attributes, String header, String value) {
        attributes.put(PREFIX + header.toLowerCase(Locale.ROOT), value.substring(0, Math.min(value.length(), MOST)));
    }

    /** The kept header fields among an event's attributes, names in lower case. */
    public static Map<String, String> of(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(PREFIX))
                .collect(Collectors.toUnmodifiableMap(
                        attribute -> attribute.getKey().substring(PREFIX.length()), Map.Entry::getValue));
    }
}
