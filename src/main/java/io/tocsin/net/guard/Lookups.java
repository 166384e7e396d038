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
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Lookups of names, each with a deadline. The operating system's lookup has none that a program could set and can't be
 * interrupted, so it runs on a thread of its own, which is left alone when its time is over; who asks for the same name
 * meanwhile waits for the same lookup. Safe for use by many threads; no thread rests here for long.
 */
public final class Lookups implements DnsResolver {
    /** The longest that a lookup may take, where nobody says otherwise: 5 s. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    /** Lookups at a time: what hangs beyond that tells more of the name service than of any name. */
    private static final int MOST = 256;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final DnsResolver names;
    private final Duration limit;
    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, MOST, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), Lookups::thread);

    /** Those of this machine, each of at most {@link #LIMIT}. */
    public Lookups() {
        this(SystemDefaultDnsResolver.INSTANCE, LIMIT);
    }

    /**
     * Those of another name service.
     *
     * @param names the name service
     * @param limit the longest that one lookup may take
     */
    public Lookups(DnsResolver names, Duration limit) {
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
            throw new UnknownHostException(
                    "the name service gave no answer for " + host + " within " + limit.toMillis() + " ms");
        } catch (ExecutionException failed) {
            throw failed(host, failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + " was not looked up: interrupted");
        } finally {
            underWay.remove(host, lookup);
        }
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

    private static UnknownHostException failed(String host, Throwable cause) {
        UnknownHostException failed =
                new UnknownHostException(cause instanceof UnknownHostException ? cause.getMessage() : host);
        failed.initCause(cause);
        return failed;
    }

    /** The name itself: no other name is ever asked for. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
