package io.tocsin.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A provider that remembers what it was told, on loopback; one of its requests can go wrong. What a subclass does with a
 * request is what the provider's documentation says of it, as far as a channel relies on it.
 */
abstract class FakeProvider implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** What goes wrong with a request. */
    enum Mishap {
        /** The provider does what it is asked, and the answer never arrives. */
        ANSWER_IS_LOST,
        /** As above, and the hub stops at this moment: it remembers nothing of the delivery but that it was on its way. */
        HUB_STOPS,
        /** 429: the provider does nothing. */
        LIMITED,
        /** 500: the provider does nothing. */
        FAILS
    }

    /** An answer of the provider. */
    record Answer(int status, JsonNode body) {}

    private final HttpServer server;
    private Mishap mishap = Mishap.FAILS;
    private int at;
    private int requests;

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What the provider has of the incident after its life, to be compared; one line a ticket. */
    abstract List<String> tickets();

    abstract void forget();

    abstract Answer answer(String method, String path, String query, JsonNode body);

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Forgets everything, and lets the request of this number go wrong; 0 is none. */
    final synchronized void begin(Mishap what, int request) {
        mishap = what;
        at = request;
        requests = 0;
        forget();
    }

    final synchronized int requests() {
        return requests;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        JsonNode body = sent.length == 0 ? MissingNode.getInstance() : JSON.readTree(sent);
        boolean wrong = ++requests == at;
        Answer answer = wrong && mishap == Mishap.LIMITED
                ? new Answer(429, object())
                : wrong && mishap == Mishap.FAILS ? new Answer(500, object()) : act(exchange, body);
        if (wrong && (mishap == Mishap.ANSWER_IS_LOST || mishap == Mishap.HUB_STOPS)) {
            exchange.close();
            return;
        }
        // Head and body go in two packets; on a connection that stays, the second waits for the first's receipt.
        exchange.getResponseHeaders().set("Connection", "close");
        byte[] told = JSON.writeValueAsBytes(answer.body());
        exchange.sendResponseHeaders(answer.status(), answer.status() == 204 ? -1 : told.length);
        if (answer.status() != 204) {
            exchange.getResponseBody().write(told);
        }
        exchange.close();
    }

    private Answer act(HttpExchange exchange, JsonNode body) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        return answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, body);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
