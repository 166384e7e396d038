package io.tocsin.net.guard;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP clients that make one exchange one request to one checked place. Left to itself, HttpClient repeats a POST one second
 * after a 429 or a 503, behind the back of the breaker, the rate limit and the retry schedule; and it follows redirects,
 * cookies and proxies that nobody configured.
 */
public final class GuardedClient {
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 16 * 1024;

    private GuardedClient() {}

    /**
     * A client for addresses that the hub's own code has looked at, so that they may also be without TLS.
     *
     * @param addresses where it may go
     * @param limit the longest that a connection, and then a whole answer, may take
     * @param most how much of a body is kept, in bytes; the rest is not read
     */
    public static CloseableHttpClient open(AddressGuard addresses, Duration limit, int most) {
        Timeout time = Timeout.of(limit);
        GuardedResolver resolver = new GuardedResolver(new Lookups(), addresses, false);
        Lookup<TlsSocketStrategy> tls =
                scheme -> scheme.equals("https") ? DefaultClientTlsStrategy.createDefault() : null;
        PoolingHttpClientConnectionManager connections = connections(
                new GuardedOperator(
                        resolver,
                        resolver,
                        names -> new DefaultHttpClientConnectionOperator(
                                DefaultSchemePortResolver.INSTANCE, names, tls)),
                TimeValue.ofMinutes(1));
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(time)
                .setSocketTimeout(time)
                .build());
        connections.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(time).build());
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(time)
                        .setResponseTimeout(time)
                        .build());
        configure(builder, most, limit, new Deadlines());
        return builder.build();
    }

    /** Takes from a client what nobody asked for, and guards each of its exchanges. */
    static void configure(HttpClientBuilder builder, int most, Duration limit, Deadlines deadlines) {
        GuardedExchange exchange = new GuardedExchange(most, limit, deadlines);
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                // A planner that knows no proxy, also none of the environment.
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .addExecInterceptorFirst("guard", exchange)
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "guard-send", exchange::send);
    }

    /** Connections whose answers have a limited head. */
    static PoolingHttpClientConnectionManager connections(GuardedOperator operator, TimeValue timeToLive) {
        return new PoolingHttpClientConnectionManager(
                operator,
                PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO,
                timeToLive,
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(MOST_HEADERS)
                                .setMaxLineLength(LONGEST_LINE)
                                .build())
                        .build());
    }
}
