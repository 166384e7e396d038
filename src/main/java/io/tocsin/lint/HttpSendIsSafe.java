package io.tocsin.lint;

import io.tocsin.check.Finding;
import io.tocsin.check.NearestWord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.component.http.HttpEndpointUriFactory;

/** An HTTP call whose target a header could change, that waits for ever, or that sends twice. */
final class HttpSendIsSafe implements RouteRule {
    private static final Set<String> HTTP_ONLY =
            Set.of("httpMethod", "okStatusCodeRange", "skipControlHeaders", "responseTimeout");

    /** The component reads these itself; its list of options does not name them (4.17.0). */
    private static final Set<String> TIMEOUTS =
            Set.of("connectTimeout", "connectionRequestTimeout", "responseTimeout", "soTimeout");

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
        if (!endpoint.option("skipControlHeaders").equals("true")) {
            findings.add(missing(
                    endpoint,
                    "skipControlHeaders: true",
                    "it, or a header CamelHttpUri changes the target (CVE-2026-78164)"));
        }
        for (String timeout : List.of("connectTimeout", "responseTimeout", "connectionRequestTimeout")) {
            if (endpoint.option(timeout).isEmpty()) {
                findings.add(missing(
                        endpoint,
                        timeout,
                        "milliseconds: Camel's default is "
                                + (timeout.equals("responseTimeout") ? "no limit" : "3 minutes")
                                + ", and a send that hangs holds its lane"));
            }
        }
        if (endpoint.option("httpClientConfigurer").isEmpty()
                && !endpoint.option("httpClient.automaticRetriesDisabled").equals("true")) {
            findings.add(missing(
                    endpoint,
                    "httpClientConfigurer: \"#oneSend\"",
                    "it, or the HTTP client silently repeats a POST after a 429 or 503"));
        }
        for (String option : endpoint.options().keySet().stream().sorted().toList()) {
            misspelt(option)
                    .ifPresent(meant -> findings.add(endpoint.optionPlace(option)
                            .finding(
                                    "the option `" + option + "` of an HTTP call",
                                    "an option that Camel knows: any other is sent to the server as a query parameter",
                                    "did you mean `" + meant + "`?")));
        }
        if (endpoint.option("followRedirects").equals("true")) {
            findings.add(endpoint.optionPlace("followRedirects")
                    .finding(
                            "`followRedirects: true`",
                            "false: credentials would go to the host of the redirect (CVE-2026-85251)",
                            "remove it, and give the address that is redirected to"));
        }
        return findings;
    }

    /** camel-http takes an unknown option for a query parameter, so that a slip would have no effect and no message. */
    private static Optional<String> misspelt(String option) {
        Set<String> known = new TreeSet<>(new HttpEndpointUriFactory().propertyNames());
        known.addAll(TIMEOUTS);
        return known.contains(option) || option.startsWith("httpClient.")
                ? Optional.empty()
                : NearestWord.of(option, known);
    }

    private static Finding missing(EndpointText endpoint, String option, String expected) {
        return endpoint.place()
                .finding("an HTTP call without `" + option + "`", expected, "add it to the endpoint's parameters");
    }
}
