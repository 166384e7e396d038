package io.tocsin.net.guard;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * An HTTP client that makes one exchange one request to one checked place, and holds no thread while it is on its way. It
 * repeats nothing behind the back of the breaker, the rate limit and the retry schedule, and it knows no redirects, no
 * cookies and no proxies.
 */
public final class GuardedClient implements AutoCloseable {
    /** So much is kept of what answers a post: 64 KiB. */
    private static final int MOST_OF_AN_ANSWER = 64 * 1024;

    private final EventLoop loop;
    private final Deadlines deadlines;
    private final Connections connections;

    /**
     * A client for one host, which opens nothing before it is used.
     *
     * @param url where; only its scheme, host and port count
     * @param resolver checks each address
     * @param tls what speaks TLS to an {@code https} URL; empty for Java's own
     * @param timeout the longest that an address may take to connect
     * @param most how many connections at once
     * @param kept how much of a body is kept, in bytes; the rest is not read
     */
    GuardedClient(
            URI url,
            GuardedResolver resolver,
            Optional<SSLContext> tls,
            Duration timeout,
            int most,
            int kept,
            EventLoop loop,
            Deadlines deadlines) {
        this.loop = loop;
        this.deadlines = deadlines;
        this.connections = new Connections(loop, dialer(loop, url, resolver, tls, timeout, kept), most);
    }

    /** What opens connections to the host of a URL. */
    static Dialer dialer(
            EventLoop loop, URI url, GuardedResolver resolver, Optional<SSLContext> tls, Duration timeout, int kept) {
        boolean secure = isSecure(url);
        Supplier<SSLContext> speaker = () -> tls.orElseGet(GuardedClient::javas);
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        return new Dialer(
                loop,
                resolver,
                host,
                port,
                url.getRawAuthority(),
                secure ? Optional.of(speaker) : Optional.empty(),
                timeout,
                kept);
    }

    static boolean isSecure(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static SSLContext javas() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("this JVM speaks no TLS", broken);
        }
    }

    /** Sends; completes on the thread that serves the connections, which must not be held. */
    CompletableFuture<Answer> send(Call call) {
        Sending sending = new Sending(call, loop, deadlines);
        loop.execute(() -> connections.send(sending));
        return sending.answered();
    }

    /** Closes its connections; what is on its way is cut off. */
    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            loop.execute(connections::close);
        }
    }

    /** The same without header fields. */
    public static Answer get(AddressGuard addresses, URI url, Duration limit, int most) throws IOException {
        return get(addresses, url, Map.of(), limit, most);
    }

    /**
     * Fetches something once, with a connection for it alone. Who asks waits.
     *
     * @param addresses where it may go; without TLS only to networks that they name
     * @param url what
     * @param headers names and values
     * @param limit the longest that the connection, and then the whole answer, may take
     * @param most how much of the body is kept, in bytes; the rest is not read
     * @throws IOException where no answer came, or the guard refused the address
     */
    public static Answer get(AddressGuard addresses, URI url, Map<String, String> headers, Duration limit, int most)
            throws IOException {
        try {
            return getAsync(addresses, url, headers, limit, most)
                    .get(2 * limit.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        } catch (TimeoutException late) {
            throw new SocketTimeoutException(url.getHost() + " took too long");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(url.getHost() + " was not asked: interrupted");
        }
    }

    /** The same; nobody waits. It fails with an {@link IOException} where no answer came, or the guard refused the address. */
    public static CompletableFuture<Answer> getAsync(
            AddressGuard addresses, URI url, Map<String, String> headers, Duration limit, int most) {
        Call call =
                new Call("GET", target(url), List.copyOf(headers.entrySet()), new byte[0], false, false, limit, limit);
        return once(addresses, url, call, most);
    }

    /**
     * Posts something once, with a connection for it alone, which ends with the answer. Nobody waits; it fails with an
     * {@link IOException} where no answer came, or the guard refused the address.
     *
     * @param addresses where it may go; without TLS only to networks that they name
     * @param url where to
     * @param headers names and values
     * @param body what
     * @param limit the longest that the connection, and then the whole answer, may take
     */
    public static CompletableFuture<Answer> post(
            AddressGuard addresses, URI url, Map<String, String> headers, byte[] body, Duration limit) {
        return post(addresses, url, headers, body, limit, MOST_OF_AN_ANSWER);
    }

    /** The same where more is kept of what answers. @param most in bytes; the rest is not read */
    public static CompletableFuture<Answer> post(
            AddressGuard addresses, URI url, Map<String, String> headers, byte[] body, Duration limit, int most) {
        Call call = new Call("POST", target(url), List.copyOf(headers.entrySet()), body, true, false, limit, limit);
        return once(addresses, url, call, most);
    }

    private static CompletableFuture<Answer> once(AddressGuard addresses, URI url, Call call, int most) {
        GuardedClient client = new GuardedClient(
                url,
                new GuardedResolver(Once.NAMES, addresses, !isSecure(url)),
                Optional.empty(),
                call.toConnect(),
                1,
                most,
                Once.LOOPS.next(),
                Once.DEADLINES);
        return client.send(call).whenComplete((answer, failure) -> client.close());
    }

    /** What all that is asked once shares, so that many that come at once cost connections and no threads of their own. */
    static final class Once {
        static final SendLoops LOOPS = new SendLoops();
        static final Deadlines DEADLINES = new Deadlines();
        static final Lookups NAMES = new Lookups();
    }

    /** Path and query, as they are sent. */
    static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
