package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.net.guard.HttpOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An option of an HTTP call that the hub's HTTP component refuses, or one that is misspelt. The component keeps time limits
 * and sends once without being told.
 */
final class HttpSendIsSafe implements RouteRule {
    private static final Set<String> HTTP_ONLY =
            Set.of("httpMethod", "okStatusCodeRange", "skipControlHeaders", "responseTimeout");

    @Override
    public List<Finding> check(RouteFiles files) {
        Set<Finding> findings = new LinkedHashSet<>();
        files.endpoints().filter(HttpSendIsSafe::isHttp).forEach(endpoint -> findings.addAll(check(endpoint)));
        return List.copyOf(findings);
    }

    private static boolean isHttp(EndpointText endpoint) {
        boolean placeholder = endpoint.uri().startsWith("{{");
        return Set.of("http", "https").contains(endpoint.scheme())
                || placeholder && endpoint.options().keySet().stream().anyMatch(HTTP_ONLY::contains);
    }

    private static List<Finding> check(EndpointText endpoint) {
        List<Finding> findings = new ArrayList<>();
        for (String option : endpoint.options().keySet().stream().sorted().toList()) {
            String value = endpoint.option(option);
            HttpOptions.refusal(option, value)
                    .ifPresent(reason -> findings.add(endpoint.optionPlace(option)
                            .finding(
                                    "`" + option + ": " + value + "` of an HTTP call",
                                    "none: " + reason,
                                    "remove it")));
            misspelt(option)
                    .ifPresent(meant -> findings.add(endpoint.optionPlace(option)
                            .finding(
                                    "the option `" + option + "` of an HTTP call",
                                    "an option that Camel knows: any other is sent to the server as a query parameter",
                                    "did you mean `" + meant + "`?")));
        }
        return findings;
    }

    /** The component takes an unknown option for a query parameter, so that a slip would have no effect and no message. */
    private static Optional<String> misspelt(String option) {
        Set<String> known = HttpOptions.known();
        return known.contains(option) || HttpOptions.refusal(option, "").isPresent()
                ? Optional.empty()
                : NearestWord.of(option, known);
    }
}
