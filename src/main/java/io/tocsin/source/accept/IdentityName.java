package io.tocsin.source.accept;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The option {@code identity} of a source: within what the fingerprints of its alerts are unique. Names as sources have
 * them, with a slash between; one in braces is what stands at that place in the path. Empty: the source's own name.
 *
 * @param template as configuration writes it: {@code am-pair}, or <code>{source}/{cluster}</code>
 */
public record IdentityName(String template) {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /**
     * One that stands in a bean of a route template.
     *
     * @throws IllegalArgumentException if it is no identity; braces are none where there is no path
     */
    public static String checked(String identity, String template) {
        String fault = new IdentityName(identity.strip()).fault("");
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(template + ": identity is " + identity + "; " + fault);
        }
        return identity.strip();
    }

    /** What is wrong with it for a path; empty if nothing is. */
    String fault(String path) {
        Matcher places = PLACE.matcher(template);
        while (places.find()) {
            if (!path.contains(places.group())) {
                return places.group() + " is not in the path " + path;
            }
        }
        String example = PLACE.matcher(template).replaceAll("x");
        return template.isEmpty() || parts(example).allMatch(SourceName::isValid)
                ? ""
                : "expected names of a-z 0-9 . _ - with / between, at most 63 characters each";
    }

    /** Whether a sender's path makes a name of it. */
    boolean fits(Map<String, String> path) {
        return places().allMatch(place -> SourceName.isValid(path.getOrDefault(place, "")));
    }

    /** The identity of what came from a source by a path that fits. */
    public String of(String source, Map<String, String> path) {
        return template.isEmpty()
                ? source
                : PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(path.get(place.group(1))));
    }

    private Stream<String> places() {
        return PLACE.matcher(template).results().map(place -> place.group(1));
    }

    private static Stream<String> parts(String name) {
        return Stream.of(name.split("/", -1));
    }
}
