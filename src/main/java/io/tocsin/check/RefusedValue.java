package io.tocsin.check;

import io.tocsin.files.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that a part of ours refuses while Camel makes a route of a template, such as a secret that is too short. The
 * template is right; the instance says what is wrong.
 */
public final class RefusedValue {
    private static final Pattern ROUTE = Pattern.compile("Failed to create route:? (\\S+)");
    /** After the endpoint's URI, where an endpoint says it. */
    private static final Pattern OUR_WORDS =
            Pattern.compile("(?:[a-z-]+:\\S+: )?([A-Za-z]\\w*)(?: is | has |: ).*; expected .*", Pattern.DOTALL);

    private static final Pattern GUARDED = Pattern.compile("leads to ([0-9a-f.:]+) .*hub\\.guard\\.allow");

    private RefusedValue() {}

    /**
     * What to tell of a start that Camel refused because of such a value; empty where it refused something else.
     *
     * @param folders the route folders, the first one first
     * @param thrown what Camel threw
     */
    public static Optional<Finding> in(List<Path> folders, Throwable thrown) {
        List<String> messages = CamelSays.messages(thrown);
        Matcher route = ROUTE.matcher(String.join("\n", messages));
        if (!route.find()) {
            return Optional.empty();
        }
        return RouteFiles.read(folders, new Properties(), Set.of()).files().stream()
                .flatMap(file -> file.top("templatedRoute"))
                .filter(instance -> instance.at("routeId").text().equals(route.group(1)))
                .findFirst()
                .flatMap(instance -> finding(instance, messages));
    }

    /** At the instance's parameter that our words begin with, or at the instance. */
    static Optional<Finding> finding(Place instance, List<String> messages) {
        Matcher words = OUR_WORDS.matcher(messages.get(messages.size() - 1));
        if (!words.matches()) {
            return Optional.empty();
        }
        String[] said = words.group().substring(words.start(1)).split("; expected ", 2);
        Place place = instance.at("parameters").elements().stream()
                .filter(parameter -> parameter.at("name").text().equals(words.group(1)))
                .map(parameter -> parameter.at("value"))
                .findFirst()
                .orElse(instance);
        return Optional.of(place.finding(said[0], said[1], fix(words.group())));
    }

    /** Whoever has just written the address of a server of their own is helped more by the setting than by "correct it". */
    private static String fix(String said) {
        if (!said.contains("hub.guard.allow")) {
            return "correct this value";
        }
        Matcher guarded = GUARDED.matcher(said);
        String network =
                guarded.find() ? guarded.group(1) + (guarded.group(1).contains(":") ? "/128" : "/32") : "<network>";
        return "set `hub.guard.allow=" + network + "` in application.properties, or correct this value";
    }
}
