package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the secrets of route files out of what is told of them: what Camel says of a URL or a token repeats it whole. Of a
 * URL the host stays, because a path may be a secret, too (a webhook's).
 */
final class Redaction {
    private static final Pattern URL = Pattern.compile("(?s)(https?://[^/?#\\s]+)[/?#].+");
    private static final String MASK = "***";
    private static final int SHORTEST = 4;

    private final Map<String, String> masks = new LinkedHashMap<>();

    private Redaction() {}

    static Redaction of(RouteFiles files) {
        Redaction redaction = new Redaction();
        PlaceholderValues values = new PlaceholderValues(files.properties());
        files.instances().forEach(instance -> instance.parameters().forEach((name, text) -> {
            String value = values.resolved(text).orElse("");
            redaction.add(value, SecretPlace.is(instance, name));
        }));
        files.files().stream()
                .flatMap(file -> file.places().stream())
                .filter(place -> place.node().isTextual() && SecretPlace.isOutside(place.text()))
                .forEach(place -> values.resolved(place.text()).ifPresent(value -> redaction.add(value, true)));
        return redaction;
    }

    private void add(String value, boolean secret) {
        String text = value.strip();
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            masks.put(text, url.group(1) + "/" + MASK);
        } else if (secret && text.length() >= SHORTEST) {
            masks.put(text, MASK);
        }
    }

    /** The text without secrets. */
    String of(String text) {
        String told = text;
        List<String> longestFirst = masks.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String secret : longestFirst) {
            told = told.replace(secret, masks.get(secret));
        }
        return told;
    }

    /** The finding without secrets. */
    Finding of(Finding finding) {
        return new Finding(
                finding.file(), finding.line(), of(finding.found()), of(finding.expected()), of(finding.fix()));
    }
}
