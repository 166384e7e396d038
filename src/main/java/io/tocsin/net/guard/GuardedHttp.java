package io.tocsin.net.guard;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;

/**
 * camel-http as every route of the hub gets it, under {@code http} and {@code https}: it connects only where the {@link
 * AddressGuard} allows, sends an exchange once, follows nothing, keeps its time limits, and lets no header change its
 * target but {@code Tocsin-Path}, which it checks. A route cannot switch that off: such an option is refused when the
 * endpoint is made.
 */
public final class GuardedHttp extends HttpComponent {
    private static final int MOST = 64 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration RESPONSE = Duration.ofSeconds(15);

    private final AddressGuard addresses;
    private final UrlGuard urls;
    private final DnsResolver names;
    private final Deadlines deadlines;

    GuardedHttp(AddressGuard addresses, DnsResolver names, Deadlines deadlines) {
        this(addresses, names, Lookups.LIMIT, deadlines);
    }

    /** @param lookup the longest that a name's lookup may take */
    GuardedHttp(AddressGuard addresses, DnsResolver names, Duration lookup, Deadlines deadlines) {
        this.addresses = addresses;
        this.deadlines = deadlines;
        this.urls = new UrlGuard(addresses);
        this.names = new Lookups(names, lookup);
        setConnectTimeout(CONNECT.toMillis());
        setConnectionRequestTimeout(CONNECT.toMillis());
        setResponseTimeout(RESPONSE.toMillis());
        setSoTimeout(RESPONSE.toMillis());
        setResponsePayloadStreamingThreshold(MOST);
        setSkipControlHeaders(true);
        setAutomaticRetriesDisabled(true);
        setRedirectHandlingDisabled(true);
        setCookieManagementDisabled(true);
    }

    /**
     * Binds it under both of its names, and the {@link Deadlines} that all sends of the context share: the one place where
     * a context of the hub gets its HTTP client.
     */
    public static void bindTo(org.apache.camel.spi.Registry registry, AddressGuard addresses) {
        Deadlines deadlines = new Deadlines();
        registry.bind(Deadlines.BEAN, deadlines);
        registry.bind("http", new GuardedHttp(addresses, SystemDefaultDnsResolver.INSTANCE, deadlines));
        registry.bind("https", new GuardedHttp(addresses, SystemDefaultDnsResolver.INSTANCE, deadlines));
    }

    /** @throws IllegalArgumentException {@code <name>: <what was found>; expected <what is wanted>} */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        urls.check("url", (uri.startsWith("https:") ? "https://" : "http://") + remaining);
        parameters.forEach((option, value) -> HttpOptions.refusal(option, String.valueOf(value))
                .ifPresent(reason -> {
                    throw new IllegalArgumentException(option + ": `" + value + "`; expected none: " + reason);
                }));
        if (uri.startsWith("http:")) {
            withoutTls(parameters);
        }
        HttpEndpoint endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
        // Whatever the component's own properties say.
        endpoint.setSkipControlHeaders(true);
        endpoint.setFollowRedirects(false);
        endpoint.setUseSystemProperties(false);
        // What Camel made of it: that is what will be connected to.
        urls.check("url", endpoint.getHttpUri().toASCIIString());
        Map.of(
                        "connectTimeout", endpoint.getConnectTimeout(),
                        "connectionRequestTimeout", endpoint.getConnectionRequestTimeout(),
                        "responseTimeout", endpoint.getResponseTimeout(),
                        "soTimeout", endpoint.getSoTimeout())
                .forEach(GuardedHttp::checkTime);
        return new GuardedEndpoint(uri, this, endpoint);
    }

    /** With TLS parameters camel-http would silently speak TLS to a URL that says http. */
    private void withoutTls(Map<String, Object> parameters) {
        SSLContextParameters tls =
                resolveAndRemoveReferenceParameter(parameters, "sslContextParameters", SSLContextParameters.class);
        if (tls != null && (tls.getKeyManagers() != null || tls.getTrustManagers() != null)) {
            throw new IllegalArgumentException("url: http with a CA or a certificate; expected https");
        }
    }

    private static void checkTime(String name, long milliseconds) {
        if (milliseconds <= 0) {
            throw new IllegalArgumentException(
                    name + ": " + milliseconds + "; expected milliseconds, at least 1: 0 would be no limit");
        }
    }

    @Override
    protected HttpClientConfigurer createHttpClientConfigurer(Map<String, Object> parameters, boolean secure)
            throws Exception {
        HttpClientConfigurer others = super.createHttpClientConfigurer(parameters, secure);
        return builder -> {
            if (others != null) {
                others.configureHttpClient(builder);
            }
            GuardedClient.configure(builder, MOST, RESPONSE, deadlines);
        };
    }

    @Override
    protected HttpClientConnectionManager createConnectionManager(
            Registry<ConnectionSocketFactory> sockets, int most, int mostPerRoute, SocketConfig config) {
        GuardedOperator operator = new GuardedOperator(
                new GuardedResolver(names, addresses, false),
                new GuardedResolver(names, addresses, true),
                checked -> operator(sockets, checked));
        PoolingHttpClientConnectionManager connections =
                GuardedClient.connections(operator, TimeValue.ofMilliseconds(getConnectionTimeToLive()));
        connections.setMaxTotal(most > 0 ? most : getMaxTotalConnections());
        connections.setDefaultMaxPerRoute(mostPerRoute > 0 ? mostPerRoute : getConnectionsPerRoute());
        connections.setDefaultSocketConfig(config);
        return connections;
    }

    // camel-http 4.17 hands over the older form of socket factories, which this constructor reads.
    @SuppressWarnings("deprecation")
    private static HttpClientConnectionOperator operator(Lookup<ConnectionSocketFactory> sockets, DnsResolver names) {
        return new DefaultHttpClientConnectionOperator(sockets, DefaultSchemePortResolver.INSTANCE, names);
    }

    /** @throws IllegalArgumentException always: a manager of somebody else's would connect unchecked */
    @Override
    public void setClientConnectionManager(HttpClientConnectionManager others) {
        throw new IllegalArgumentException("clientConnectionManager: another one; expected none");
    }
}
