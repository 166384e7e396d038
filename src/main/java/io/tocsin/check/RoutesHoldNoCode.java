package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What would let a message be evaluated: a script, a bean call, an endpoint or a simple expression made of its text. */
final class RoutesHoldNoCode implements RouteRule {
    private static final Map<String, String> REFUSED = refused();
    private static final Pattern OVER_BODY = Pattern.compile(
            "\\$\\{(in\\.)?(body(As|OneLine|\\.|\\[)|bean[:.]|type:|exchange[.\\[]|messageAs|camelContext)");

    private static Map<String, String> refused() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("toD", "`to` with a fixed URI: nothing of a message may choose where it goes");
        steps.put("routingSlip", "`to` with a fixed URI: nothing of a message may choose where it goes");
        steps.put("dynamicRouter", "`to` with a fixed URI: nothing of a message may choose where it goes");
        steps.put("script", "a jq expression, or a processor of the hub");
        steps.put("bean", "`process` with a processor of the hub");
        for (String language : List.of("groovy", "method", "ognl", "mvel", "spel", "js", "joor", "java", "python")) {
            steps.put(language, "jq: route files hold no scripts and no calls into Java");
        }
        return steps;
    }

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        files.files().stream().flatMap(file -> file.places().stream()).forEach(place -> {
            if (REFUSED.containsKey(place.key()) && !isPartOf(place)) {
                findings.add(place.finding(
                        "`" + place.key() + "`",
                        REFUSED.get(place.key()),
                        "write it so, or put it into a processor of its own in src/main/java"));
            }
            if (place.key().equals("simple")) {
                String expression = place.node().isTextual()
                        ? place.text()
                        : place.at("expression").text();
                if (OVER_BODY.matcher(expression).find()) {
                    findings.add((place.node().isTextual() ? place : place.at("expression"))
                            .finding(
                                    "the simple expression `" + expression + "`",
                                    "simple for headers and variables only: over a body it calls Java methods",
                                    "take the field with jq into a variable"));
                }
            }
        });
        return findings;
    }

    /** An endpoint's option, a property of a bean, or the method of a bean call that was told already. */
    private static boolean isPartOf(Place place) {
        return Set.of("parameters", "properties", "bean")
                .contains(place.parent().key());
    }
}
