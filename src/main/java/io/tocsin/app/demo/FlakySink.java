package io.tocsin.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** A receiver that fails when it is told to: {@code POST <address>/fail}, and {@code POST <address>/mend}. */
final class FlakySink implements HttpHandler {

    static final String RECEIVER = "demo-flaky";

    private final ObjectMapper json = new ObjectMapper();
    private final Receipts receipts;
    private volatile boolean failing;

    FlakySink(Receipts receipts) {
        this.receipts = receipts;
    }

    void fail() {
        failing = true;
    }

    void mend() {
        failing = false;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/fail") || path.endsWith("/fix")) {
            failing = path.endsWith("/fail");
            SinkServer.answer(exchange, 200, failing ? "fails from now on\n" : "fixed\n");
            return;
        }
        String body = SinkServer.body(exchange);
        int status = failing ? 503 : 200;
        String raw = "webhook-id: " + exchange.getRequestHeaders().getFirst("webhook-id") + "\n" + body;
        receipts.add(new Receipt(RECEIVER, Headline.ofWebhook(json.readTree(body)), raw, status));
        SinkServer.answer(exchange, status, failing ? "the database is read-only" : "thanks");
    }
}
