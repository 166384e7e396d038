package io.tocsin.source.sns;

import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.Answer;
import io.tocsin.net.guard.GuardedClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Over HTTP, as carefully as something that a sender can cause should be: to addresses that the guard allows, no redirects,
 * no proxy of the environment, no cookies, a limit in time for the whole and a limit in size.
 */
final class HttpFetch implements Fetch {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_WAITING = 100;

    private final AddressGuard addresses;
    private final Duration limit;
    private final ThreadPoolExecutor threads;

    HttpFetch(AddressGuard addresses) {
        this(addresses, Duration.ofSeconds(10));
    }

    /** @param limit the longest that one fetch may take, from the name's lookup to the last byte */
    HttpFetch(AddressGuard addresses, Duration limit) {
        this.addresses = addresses;
        this.limit = limit;
        this.threads = new ThreadPoolExecutor(
                MOST_AT_ONCE,
                MOST_AT_ONCE,
                limit.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                work -> {
                    Thread thread = new Thread(work, "sns-fetch");
                    thread.setDaemon(true);
                    return thread;
                });
        // None while nothing is fetched: a source that rests costs no thread.
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<byte[]> get(URI address) {
        CompletableFuture<byte[]> body;
        try {
            body = CompletableFuture.supplyAsync(() -> run(address), threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedStage(new IOException("too many fetches at a time"));
        }
        return body.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(
                        failure instanceof TimeoutException
                                ? new IOException(address.getHost() + " took more than " + limit.toMillis() + " ms")
                                : failure));
    }

    private byte[] run(URI address) {
        try {
            return body(address, GuardedClient.get(addresses, address, limit, MOST_BYTES + 1));
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
    }

    private static byte[] body(URI address, Answer answer) throws IOException {
        int status = answer.status();
        if (status >= 400 && status < 500) {
            throw new NotThereException(address, status);
        }
        if (status != 200) {
            throw new IOException(address.getHost() + " answered " + status);
        }
        if (answer.body().length > MOST_BYTES) {
            throw new IOException("the answer has more than " + MOST_BYTES + " bytes");
        }
        return answer.body();
    }
}
