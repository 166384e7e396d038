package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A provider on loopback: keeps what it gets, and answers as the test says. */
public final class Sink implements AutoCloseable {

    /**
     * A request as it came.
     *
     * @param path its path
     * @param headers names in lower case
     * @param body UTF-8
     */
    public record Got(String path, Map<String, List<String>> headers, String body) {

        /** The first value of a header, or empty. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /**
     * What it says.
     *
     * @param status HTTP status
     * @param body text
     * @param headers of the answer
     */
    public record Reply(int status, String body, Map<String, String> headers) {

        /** An answer without headers of its own. */
        public Reply(int status, String body) {
            this(status, body, Map.of());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private volatile Function<Got, Reply> answers = request -> new Reply(200, "ok");

    private Sink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts one on a free port; it answers 200 to everything. */
    public static Sink start() {
        try {
            return new Sink();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Answers like this from now on. */
    public Sink answer(int status, String body) {
        return answer(request -> new Reply(status, body));
    }

    /** Answers by what it gets from now on; a function that blocks makes a provider that hangs. */
    public Sink answer(Function<Got, Reply> how) {
        answers = how;
        return this;
    }

    /** Everything so far. */
    public List<Got> got() {
        return List.copyOf(got);
    }

    /** Waits until so many requests have come, or more. */
    public List<Got> await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> got.size() >= count);
        return got();
    }

    /** Waits for something at this path that has this text in it and, read as JSON, fits; the first that does. */
    JsonNode await(String path, String text, Predicate<JsonNode> fits) {
        return Awaitility.await(text)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> got.stream()
                                .filter(one ->
                                        one.path().equals(path) && one.body().contains(text))
                                .map(one -> TestHub.json(one.body()))
                                .filter(fits)
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            Got request = new Got(
                    exchange.getRequestURI().getPath(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            got.add(request);
            Reply reply = answers.apply(request);
            byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
            reply.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
