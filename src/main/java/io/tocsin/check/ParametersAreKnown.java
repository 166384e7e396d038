package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A parameter of a {@code templatedRoute} that its template does not have. Camel takes it in silence, so a misspelt
 * {@code retryFor} would leave the default in force. {@code routeId} and {@code prefixId} are fields, not parameters.
 */
final class ParametersAreKnown implements RouteRule {

    /** Parameters that had another name once. */
    private static final Map<String, String> FORMER = Map.of("keys", "secrets");

    @Override
    public List<Finding> check(RouteFiles files) {
        Map<String, Set<String>> known =
                files.templates().collect(Collectors.toMap(RouteText::id, RouteText::parameters, (one, other) -> one));
        return files.instances()
                .filter(instance -> known.containsKey(instance.template()))
                .flatMap(instance -> unknown(instance, new TreeSet<>(known.get(instance.template()))))
                .toList();
    }

    private static Stream<Finding> unknown(Receiver instance, Set<String> known) {
        return instance.place().at("parameters").elements().stream()
                .map(parameter -> parameter.at("name"))
                .filter(name -> name.exists() && !known.contains(name.text()))
                .map(name -> name.finding(
                        "the parameter `" + name.text() + "`, which the template `" + instance.template()
                                + "` does not have",
                        known.isEmpty() ? "none: the template has no parameters" : "one of " + String.join(", ", known),
                        fix(name.text(), known)));
    }

    private static String fix(String name, Set<String> known) {
        String present = FORMER.getOrDefault(name, "");
        return known.contains(present)
                ? "write `" + present + "`, which is its name now"
                : NearestWord.of(name, known)
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse("remove it");
    }
}
