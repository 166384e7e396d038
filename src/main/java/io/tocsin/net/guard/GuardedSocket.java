package io.tocsin.net.guard;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A WebSocket (RFC 6455) to one checked place, from the hub's side: it connects as {@link GuardedClient} does, speaks no
 * extension, takes no message beyond a size, and notices by pings of its own that the other side is gone. It opens once:
 * whoever wants another one after its end makes it. No thread waits for it.
 */
public final class GuardedSocket implements AutoCloseable {

    /** A server need not close the connection after both have said that they do. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /**
     * Who reads what comes. Called on the thread that serves the connection, which must not be held: {@code open}, then
     * messages, then {@code closed}; or {@code closed} alone.
     */
    public interface Reader {

        /** The other side has agreed to speak. */
        void open();

        /** A whole message came; others than texts are passed over. */
        void text(String message);

        /** It is over, or never began. The last call. @param why in words for the log, without the URL's path and query */
        void closed(String why);
    }

    /**
     * What it takes.
     *
     * @param open the longest that a connection to one address, and then all until both speak, may take
     * @param most the longest message, in bytes; more ends it
     * @param quiet after so long without a word it asks whether the other side is there, and after three times as long it ends
     */
    public record Limits(Duration open, int most, Duration quiet) {}

    private final EventLoop loop;
    private final Reader reader;
    private Channel channel;
    private boolean open;
    private boolean closing;
    private boolean over;

    private GuardedSocket(EventLoop loop, Reader reader) {
        this.loop = loop;
        this.reader = reader;
    }

    /**
     * Begins to open one.
     *
     * @param addresses where it may go; without TLS only to networks that they name
     * @param url {@code wss://host/path?query}, or {@code ws:} in a named network
     * @param limits what it takes
     * @param reader hears what becomes of it
     */
    public static GuardedSocket open(AddressGuard addresses, URI url, Limits limits, Reader reader) {
        return open(addresses, url, limits, reader, Optional.empty());
    }

    /** @param tls what speaks TLS; empty for Java's own */
    static GuardedSocket open(AddressGuard addresses, URI url, Limits limits, Reader reader, Optional<SSLContext> tls) {
        EventLoop loop = GuardedClient.Once.LOOPS.next();
        GuardedSocket socket = new GuardedSocket(loop, reader);
        String asHttp = url.toString().replaceFirst("^(?i)ws", "http");
        Optional<String> fault = url.toString().matches("(?i)wss?:.*")
                ? new UrlGuard(addresses).fault(asHttp)
                : Optional.of("a URL that is neither wss nor ws; expected wss://host/path");
        loop.execute(() ->
                fault.ifPresentOrElse(socket::end, () -> socket.dial(addresses, url, URI.create(asHttp), limits, tls)));
        return socket;
    }

    private void dial(AddressGuard addresses, URI url, URI asHttp, Limits limits, Optional<SSLContext> tls) {
        GuardedResolver resolver =
                new GuardedResolver(GuardedClient.Once.NAMES, addresses, !GuardedClient.isSecure(asHttp));
        Dialer dialer = GuardedClient.dialer(loop, asHttp, resolver, tls, limits.open, 0);
        loop.schedule(this::tooLate, 2 * limits.open.toMillis(), TimeUnit.MILLISECONDS);
        Dialer.Caller caller = new Dialer.Caller() {
            @Override
            public boolean isOver() {
                return over;
            }

            @Override
            public void needs(Channel opened) {
                channel = opened;
            }
        };
        dialer.dial(caller, connected -> SocketWire.speak(connected, url, limits, this))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        end(words(done.cause()));
                    } else if (over) {
                        channel.close();
                    }
                });
    }

    private void tooLate() {
        if (!open) {
            end("it did not open in time");
        }
    }

    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** Both speak. */
    void opened() {
        if (!over) {
            open = true;
            reader.open();
        }
    }

    void message(String text) {
        if (!over) {
            reader.text(text);
        }
    }

    /** It ends, for this reason, unless it is over. */
    void end(String why) {
        if (!over) {
            over = true;
            if (channel != null) {
                channel.close();
            }
            reader.closed(why);
        }
    }

    /** Sends a text; what is sent before it is open, or after its end, is gone. */
    public void send(String text) {
        loop.execute(() -> {
            if (open && !closing && !over) {
                channel.writeAndFlush(new TextWebSocketFrame(text));
            }
        });
    }

    /** Says goodbye after what was sent, and closes the connection when that was heard, or soon. */
    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            return;
        }
        loop.execute(() -> {
            if (!open || over) {
                end("it was closed here");
                return;
            }
            if (closing) {
                return;
            }
            closing = true;
            channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
            loop.schedule(() -> end("it was closed here"), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        });
    }
}
