package io.tocsin.event;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The header fields that a source keeps with its events because they say what the body does not, such as GitHub's
 * {@code X-GitHub-Event}. They stand among an event's attributes; mappings read them.
 */
public final class KeptHeaders {
    private static final String PREFIX = "header.";

    private KeptHeaders() {}

    /** The attribute that keeps the header field of this name. */
    public static String attribute(String header) {
        return PREFIX + header.toLowerCase(Locale.ROOT);
    }

    /** The kept header fields among an event's attributes, names in lower case. */
    public static Map<String, String> of(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(PREFIX))
                .collect(Collectors.toUnmodifiableMap(
                        attribute -> attribute.getKey().substring(PREFIX.length()), Map.Entry::getValue));
    }
}
