package io.tocsin.check;

import io.tocsin.files.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code {{...}}} that stands for nothing: no property, no environment variable and no default. */
public final class UnsetPlaceholder {
    private static final Pattern KEY =
            Pattern.compile("Property with key \\[([^\\]]+)](?: using function \\[([^\\]]+)])?");
    private static final String ENVIRONMENT = "env:";

    private UnsetPlaceholder() {}

    /**
     * What to tell of a start that Camel refused because of such a placeholder; empty where it refused something else.
     * Only Camel knows what all a placeholder can stand for, so it is left to Camel to find out, and told in our words.
     *
     * @param folders the route folders, the first one first
     * @param thrown what Camel threw
     */
    public static Optional<Finding> in(List<Path> folders, Throwable thrown) {
        return key(String.join("\n", CamelSays.messages(thrown)))
                .map(key -> finding(
                        RouteFiles.read(folders, new Properties(), Set.of()).files(), key));
    }

    /** The placeholder that Camel's words are about. */
    static Optional<String> key(String words) {
        Matcher matcher = KEY.matcher(words);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String key = matcher.group(1).strip();
        String function = matcher.group(2) == null ? "" : matcher.group(2) + ":";
        return Optional.of(key.startsWith(function) ? key : function + key);
    }

    /** Tells it where it is written: without a default rather than with one, and in the first of these files that has it. */
    static Finding finding(List<RouteFile> files, String key) {
        return place(files, text -> text.contains("{{" + key + "}}"))
                .or(() -> place(files, text -> text.contains("{{" + key)))
                .map(place -> finding(place, key))
                .orElseGet(() -> new Finding("the route files", 0, found("", key), expected(key), fix(key)));
    }

    private static Optional<Place> place(List<RouteFile> files, Predicate<String> wanted) {
        return files.stream()
                .flatMap(file -> file.places().stream())
                .filter(place -> place.node().isTextual() && wanted.test(place.text()))
                .findFirst();
    }

    private static Finding finding(Place place, String key) {
        String name = Set.of("value", "defaultValue").contains(place.key())
                ? place.parent().at("name").text()
                : place.key();
        return place.finding(found(" in `" + name + "`", key), expected(key), fix(key));
    }

    private static String found(String where, String key) {
        return "`{{" + key + "}}`" + where + ", which nothing defines";
    }

    private static String expected(String key) {
        if (key.startsWith(ENVIRONMENT)) {
            return "the environment variable " + key.substring(ENVIRONMENT.length()) + " to be set";
        }
        return isSecret(key)
                ? "a secret that the hub can read there (docs/secrets.md)"
                : "a property of application.properties or a parameter of the template";
    }

    private static boolean isSecret(String key) {
        return key.matches("(file|aws|aws-parameter):.*");
    }

    private static String fix(String key) {
        return key.startsWith(ENVIRONMENT)
                ? "export " + key.substring(ENVIRONMENT.length()) + " for the hub"
                : (isSecret(key) ? "put it there" : "define it") + ", or write {{" + key + ":a default}}";
    }
}
