package io.tocsin.net.guard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.component.http.HttpEndpointUriFactory;

/**
 * Which options of camel-http a route may set. The rest either switches off what the hub relies on or is of no use here;
 * what Camel does not know is the URL's own query and goes to the server.
 */
public final class HttpOptions {
    private static final Set<String> FREE = Set.of(
            "httpMethod",
            "okStatusCodeRange",
            "throwExceptionOnFailure",
            "connectTimeout",
            "connectionRequestTimeout",
            "responseTimeout",
            "soTimeout",
            "maxTotalConnections",
            "connectionsPerRoute",
            "skipResponseHeaders",
            "ignoreResponseBody",
            "sslContextParameters",
            "userAgent",
            "authMethod",
            "authUsername",
            "authPassword",
            "authenticationPreemptive",
            "deleteWithBody",
            "getWithBody",
            "multipartUpload",
            "multipartUploadName",
            "contentTypeCharsetEnabled",
            "connectionClose",
            "lazyStartProducer");

    /** Free to repeat what holds anyway. */
    private static final Map<String, String> FIXED = Map.of(
            "skipControlHeaders", "true",
            "followRedirects", "false",
            "bridgeEndpoint", "false",
            "skipRequestHeaders", "false",
            "useSystemProperties", "false");

    private static final Map<String, String> REASONS = Map.of(
            "followRedirects", "credentials would go to the host of the redirect (CVE-2026-85251)",
            "skipControlHeaders", "a header CamelHttpUri would change the target (CVE-2026-78164)",
            "bridgeEndpoint", "a header would change the target",
            "useSystemProperties", "a proxy of the environment would connect unchecked",
            "x509HostnameVerifier", "the certificate must be of the host; give a custom CA instead");

    private HttpOptions() {}

    /** Every option that camel-http knows, whether it may be set or not. */
    public static Set<String> known() {
        Set<String> known = new TreeSet<>(new HttpEndpointUriFactory().propertyNames());
        known.addAll(FREE);
        return known;
    }

    /** Why this option must not have this value; empty where it may, or where Camel does not know it. */
    public static Optional<String> refusal(String option, String value) {
        boolean prefixed = option.startsWith("httpClient.")
                || option.startsWith("httpConnection.")
                || option.startsWith("proxy")
                || option.startsWith("oauth2");
        boolean allowed =
                FREE.contains(option) || value.equals(FIXED.get(option)) || !prefixed && !known().contains(option);
        return allowed
                ? Optional.empty()
                : Optional.of(REASONS.getOrDefault(option, "the hub's HTTP component does not leave it to a route"));
    }
}
