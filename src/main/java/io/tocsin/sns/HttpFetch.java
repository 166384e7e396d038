package io.tocsin.sns;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Over HTTP, as carefully as something that a sender can cause should be: no redirects, no proxy of the environment, no
 * cookies, a limit in time for the whole and a limit in size.
 */
final class HttpFetch implements Fetch {
    private static final int MAX_BYTES = 64 * 1024;

    private final Duration limit;
    private HttpClient client;

    HttpFetch() {
        this(Duration.ofSeconds(10));
    }

    /** @param limit the longest that one fetch may take, from the name's lookup to the last byte */
    HttpFetch(Duration limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> get(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).GET().build();
        CompletableFuture<HttpResponse<byte[]>> answer = client().sendAsync(
                        request,
                        head -> head.statusCode() == 200
                                ? new CappedBody(MAX_BYTES)
                                : BodySubscribers.replacing(new byte[0]));
        // The client's own limit would end with the head of the answer.
        CompletableFuture<HttpResponse<byte[]>> limited =
                answer.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        limited.whenComplete((done, failure) -> answer.cancel(true));
        return limited.exceptionallyCompose(failure -> CompletableFuture.failedStage(
                        failure instanceof TimeoutException
                                ? new IOException(address.getHost() + " took more than " + limit.toMillis() + " ms")
                                : failure))
                .thenCompose(done -> done.statusCode() == 200
                        ? CompletableFuture.completedStage(done.body())
                        : CompletableFuture.failedStage(failure(address, done.statusCode())));
    }

    private static IOException failure(URI address, int status) {
        return status >= 400 && status < 500
                ? new NotThereException(address, status)
                : new IOException(address.getHost() + " answered " + status);
    }

    /** With the first fetch: a client has threads, and a check of the routes fetches nothing. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(limit)
                    .build();
        }
        return client;
    }
}
