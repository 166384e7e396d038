package io.tocsin.channel;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Makes one exchange one request. Left to itself, HttpClient repeats a POST one second after a 429 or a 503, behind the
 * back of the breaker, the rate limit and the retry schedule; and it follows cookies and redirects that nobody configured.
 */
public final class OneSend implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
    }
}
