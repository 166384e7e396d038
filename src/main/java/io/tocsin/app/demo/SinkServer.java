package io.tocsin.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server that the demo's chat and webhook sinks share, on loopback and a free port. */
final class SinkServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "demo-sink");
        thread.setDaemon(true);
        return thread;
    });

    private SinkServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    static SinkServer start() {
        try {
            SinkServer sinks =
                    new SinkServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            sinks.server.start();
            return sinks;
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's sinks cannot listen on loopback", e);
        }
    }

    /** Adds a sink; returns its address. */
    String serve(String path, HttpHandler sink) {
        server.createContext(path, sink);
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // Plain text: what a message holds is never markup here.
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
