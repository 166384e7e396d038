package io.tocsin.source.slack;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.PfxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Slack's side of Socket Mode on loopback, and of the calls that the hub makes: nothing is said on a socket but what the test says. */
public final class SlackStandIn implements AutoCloseable {

    /** What a call is answered. */
    public static final String OK = "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1755684005.000100\"}";

    private static final long PATIENCE_SECONDS = 20;

    /**
     * A call of the Web API, or a post to a response URL.
     *
     * @param path its path
     * @param authorization its header; empty where it has none
     * @param body UTF-8
     */
    public record Call(String path, String authorization, String body) {}

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private volatile boolean greets;
    private volatile Function<String, String> opens = url -> "{\"ok\":true,\"url\":\"" + url + "\"}";

    private final boolean secure;

    private SlackStandIn(HttpServerOptions options) {
        secure = options.isSsl();
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setMaxWebSocketMessageSize(8 * 1024 * 1024))
                .webSocketHandler(socket -> {
                    Line line = new Line(socket);
                    if (greets) {
                        line.hello();
                    }
                    lines.add(line);
                })
                .requestHandler(this::answer)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** On a free port. */
    public static SlackStandIn start() {
        return new SlackStandIn(new HttpServerOptions());
    }

    /** The same by TLS, with a key and its certificate. */
    public static SlackStandIn start(PfxOptions key) {
        return new SlackStandIn(new HttpServerOptions().setSsl(true).setKeyCertOptions(key));
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String authorization = request.getHeader("Authorization");
            calls.add(new Call(request.path(), authorization == null ? "" : authorization, body.toString()));
            String said = request.path().endsWith("/apps.connections.open") ? opens.apply(url()) : OK;
            request.response().putHeader("Content-Type", "application/json").end(said);
        });
    }

    /** Says hello on each socket from now on. */
    public SlackStandIn greeting() {
        greets = true;
        return this;
    }

    /** Where a socket can be opened. */
    public String url() {
        return (secure ? "wss" : "ws") + "://127.0.0.1:" + server.actualPort() + "/link/?ticket=1234-5678&app_id=A1";
    }

    /** Of the Web API. */
    public String api() {
        return "http://127.0.0.1:" + server.actualPort() + "/api";
    }

    /** Where a word for somebody's eyes alone goes. */
    public String responseUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/actions/T1";
    }

    /** Answers requests for a socket so from now on; given the URL that it would give. */
    public void answerOpens(Function<String, String> how) {
        opens = how;
    }

    /** All calls so far whose path ends so. */
    public List<Call> calls(String end) {
        return calls.stream().filter(call -> call.path().endsWith(end)).toList();
    }

    /** The next socket that is opened. */
    public Line next() {
        return take(lines, "a socket");
    }

    /** Whether no socket was opened that nobody asked {@linkplain #next() for}. */
    public boolean hasNoOther() {
        return lines.isEmpty();
    }

    private static <T> T take(BlockingQueue<T> queue, String what) {
        try {
            T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(what + " did not come within " + PATIENCE_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One socket, from Slack's side. */
    public static final class Line {

        /** As Slack documents it. */
        public static final String HELLO = """
                {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"},
                 "debug_info": {"host": "applink-7fc4fdbb64-4x5xq", "build_number": 10, "approximate_connection_time": 18060}}
                """;

        private final ServerWebSocket socket;
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        private Line(ServerWebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(said::add);
            socket.closeHandler(end -> ends.add(String.valueOf(socket.closeStatusCode())));
        }

        public Line hello() {
            return send(HELLO);
        }

        public Line send(String text) {
            socket.writeTextMessage(text);
            return this;
        }

        /** A message that is no text. */
        public Line sendBytes(String text) {
            socket.writeBinaryMessage(Buffer.buffer(text));
            return this;
        }

        /** Waits for the answer to a ping. */
        public Line pinged(String word) {
            socket.pongHandler(pong -> said.add("pong " + pong));
            socket.writePing(Buffer.buffer(word));
            return this;
        }

        /** Waits until the hub's side has asked so often whether somebody is there. */
        public Line afterPings(int count) {
            CountDownLatch pings = new CountDownLatch(count);
            socket.frameHandler(frame -> {
                if (frame.isPing()) {
                    pings.countDown();
                }
            });
            try {
                if (!pings.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("pings did not come");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return this;
        }

        /** A message in pieces of so many bytes. */
        public Line sendInPieces(String text, int size) {
            socket.writeFrame(WebSocketFrame.textFrame(text.substring(0, size), false));
            for (int at = size; at < text.length(); at += size) {
                int end = Math.min(text.length(), at + size);
                socket.writeFrame(
                        WebSocketFrame.continuationFrame(Buffer.buffer(text.substring(at, end)), end == text.length()));
            }
            return this;
        }

        /** As Slack says that it will close it. */
        public Line disconnect(String reason) {
            return send(
                    "{\"type\":\"disconnect\",\"reason\":\"" + reason + "\",\"debug_info\":{\"host\":\"wss-111\"}}");
        }

        /** As Slack wraps what somebody did. */
        public Line payload(String type, String id, String payload) {
            return send("{\"envelope_id\":\"" + id + "\",\"type\":\"" + type
                    + "\",\"accepts_response_payload\":true,\"payload\":" + payload + "}");
        }

        /** The next word of the hub, if it comes within this time. */
        public Optional<String> heard(Duration patience) {
            try {
                return Optional.ofNullable(said.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** The next word of the hub. */
        public String heard() {
            return take(said, "an answer");
        }

        /** Whether the hub has said nothing that was not asked {@linkplain #heard() for}. */
        public boolean isQuiet() {
            return said.isEmpty();
        }

        /** As a server that goes away. */
        public void goAway() {
            socket.close((short) 1001);
        }

        /** Waits until it is closed. @return the status */
        public String closed() {
            return take(ends, "the end of a socket");
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
