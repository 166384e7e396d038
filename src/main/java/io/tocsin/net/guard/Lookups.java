package io.tocsin.net.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lookups of names, each with a deadline. The operating system's lookup has none that a program could set and can't be
 * interrupted, so it runs on a thread of its own, which is left alone when its time is over; who asks for the same name
 * meanwhile waits for the same lookup. Safe for use by many threads; no thread rests here for long.
 */
public final class Lookups implements NameService {
    /** The longest that a lookup may take, where nobody says otherwise: 5 s. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    /** Lookups at a time: what hangs beyond that tells more of the name service than of any name. */
    private static final int MOST = 256;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final NameService names;
    private final Duration limit;
    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, MOST, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), Lookups::thread);

    /** Those of this machine, each of at most {@link #LIMIT}. */
    public Lookups() {
        this(NameService.SYSTEM, LIMIT);
    }

    /**
     * Those of another name service.
     *
     * @param names the name service
     * @param limit the longest that one lookup may take
     */
    public Lookups(NameService names, Duration limit) {
        this.names = names;
        this.limit = limit;
    }

    private static Thread thread(Runnable lookup) {
        Thread thread = new Thread(lookup, "lookup");
        thread.setDaemon(true);
        return thread;
    }

    /** @throws UnknownHostException where there is no such name, or no answer in time */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (Literal.read(host).isPresent()) {
            return names.resolve(host); // nobody is asked
        }
        CompletableFuture<InetAddress[]> lookup = underWay.computeIfAbsent(host, this::begin);
        try {
            return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            throw hangs(host);
        } catch (ExecutionException failed) {
            throw failed(host, failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + " was not looked up: interrupted");
        } finally {
            underWay.remove(host, lookup);
        }
    }

    /** The same, for whoever has no thread to wait with; it fails with what {@link #resolve} throws. */
    CompletableFuture<InetAddress[]> ask(String host) {
        if (Literal.read(host).isPresent()) {
            try {
                return CompletableFuture.completedFuture(names.resolve(host));
            } catch (UnknownHostException unknown) {
                return CompletableFuture.failedFuture(unknown);
            }
        }
        CompletableFuture<InetAddress[]> lookup = underWay.computeIfAbsent(host, this::begin);
        return lookup.copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((found, failure) -> underWay.remove(host, lookup))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(failed(host, failure)));
    }

    private UnknownHostException hangs(String host) {
        return new UnknownHostException(
                "the name service gave no answer for " + host + " within " + limit.toMillis() + " ms");
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        try {
            return CompletableFuture.supplyAsync(() -> lookUp(host), threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(new UnknownHostException(
                    host + " was not looked up: " + MOST + " other lookups have no answer yet"));
        }
    }

    private InetAddress[] lookUp(String host) {
        try {
            return names.resolve(host);
        } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
        }
    }

    private UnknownHostException failed(String host, Throwable cause) {
        if (cause instanceof CompletionException && cause.getCause() != null) {
            return failed(host, cause.getCause());
        }
        if (cause instanceof TimeoutException) {
            return hangs(host);
        }
        UnknownHostException failed =
                new UnknownHostException(cause instanceof UnknownHostException ? cause.getMessage() : host);
        failed.initCause(cause);
        return failed;
    }
}
