package io.tocsin.guard;

import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/**
 * Makes one exchange one request to one checked place. Left to itself, HttpClient repeats a POST one second after a 429 or
 * a 503, behind the back of the breaker, the rate limit and the retry schedule; and it follows redirects, cookies and
 * proxies that nobody configured.
 *
 * @param bodyLimit the longest that the body of an answer may take, where the request has no time limit of its own
 */
record GuardedClient(Duration bodyLimit) implements HttpClientConfigurer {
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 16 * 1024;

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                // A planner that knows no proxy; without one the client would take the environment's.
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .addExecInterceptorFirst("guard", new GuardedExchange(bodyLimit, System::nanoTime));
    }

    /** Connections to checked addresses only, whose answers have a limited head. */
    static PoolingHttpClientConnectionManager connections(
            Registry<ConnectionSocketFactory> sockets,
            DnsResolver names,
            AddressGuard addresses,
            TimeValue timeToLive) {
        return new PoolingHttpClientConnectionManager(
                new GuardedOperator(sockets, names, addresses),
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
