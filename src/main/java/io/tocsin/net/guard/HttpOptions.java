package io.tocsin.net.guard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which options of Camel's http component a route may set. The rest either switches off what the hub relies on or is of no
 * use here; what Camel does not know is the URL's own query and goes to the server.
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
            "authUsername",
            "authPassword",
            "deleteWithBody",
            "getWithBody",
            "connectionClose",
            "lazyStartProducer");

    /** Free to repeat what holds anyway. */
    private static final Map<String, String> FIXED = Map.of(
            "skipControlHeaders", "true",
            "followRedirects", "false",
            "bridgeEndpoint", "false",
            "skipRequestHeaders", "false",
            "useSystemProperties", "false",
            "authMethod", "Basic",
            "authenticationPreemptive", "true",
            "multipartUpload", "false",
            "contentTypeCharsetEnabled", "true");

    private static final Map<String, String> REASONS = Map.of(
            "followRedirects", "credentials would go to the host of the redirect (CVE-2026-85251)",
            "skipControlHeaders", "a header CamelHttpUri would change the target (CVE-2026-78164)",
            "bridgeEndpoint", "a header would change the target",
            "useSystemProperties", "a proxy of the environment would connect unchecked",
            "x509HostnameVerifier", "the certificate must be of the host; give a custom CA instead",
            "authMethod", "the hub sends a request once, so user and password go with it (Basic)",
            "authenticationPreemptive", "the hub sends a request once, so user and password go with it");

    /** The others that Camel's own component has in 4.17. */
    private static final Set<String> OTHERS = Set.of(
            "authBearerToken",
            "authDomain",
            "authHost",
            "clearExpiredCookies",
            "clientBuilder",
            "clientConnectionManager",
            "cookieHandler",
            "cookieStore",
            "copyHeaders",
            "customHostHeader",
            "disableStreamCache",
            "headerFilterStrategy",
            "httpActivityListener",
            "httpClient",
            "httpClientConfigurer",
            "httpClientOptions",
            "httpConnectionOptions",
            "httpContext",
            "httpUri",
            "logHttpActivity",
            "multipartUploadName",
            "nonProxyHosts",
            "oauth2BodyAuthentication",
            "oauth2CacheTokens",
            "oauth2CachedTokensDefaultExpirySeconds",
            "oauth2CachedTokensExpirationMarginSeconds",
            "oauth2ClientId",
            "oauth2ClientSecret",
            "oauth2ResourceIndicator",
            "oauth2Scope",
            "oauth2TokenEndpoint",
            "preserveHostHeader",
            "proxyAuthDomain",
            "proxyAuthHost",
            "proxyAuthMethod",
            "proxyAuthNtHost",
            "proxyAuthPassword",
            "proxyAuthPort",
            "proxyAuthScheme",
            "proxyAuthUsername",
            "proxyHost",
            "proxyPort",
            "x509HostnameVerifier");

    private static final Set<String> KNOWN = all();

    private HttpOptions() {}

    private static Set<String> all() {
        Set<String> all = new TreeSet<>(OTHERS);
        all.addAll(FREE);
        all.addAll(FIXED.keySet());
        return Set.copyOf(all);
    }

    /** Every option that Camel's component knows, whether it may be set or not. */
    public static Set<String> known() {
        return KNOWN;
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
