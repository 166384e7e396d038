package io.tocsin.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.stream.Collectors;

/** Plays a Slack incoming webhook; a browser that opens the same address sees what was posted. */
final class ChatSink implements HttpHandler {

    static final String RECEIVER = "demo-chat";

    private final ObjectMapper json = new ObjectMapper();
    private final Receipts receipts;

    ChatSink(Receipts receipts) {
        this.receipts = receipts;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            SinkServer.answer(exchange, 200, page());
            return;
        }
        String body = SinkServer.body(exchange);
        receipts.add(new Receipt(RECEIVER, Headline.ofSlack(json.readTree(body)), body, 200));
        SinkServer.answer(exchange, 200, "ok"); // Slack's own word
    }

    private String page() {
        return receipts.that(receipt -> true).stream()
                .map(receipt -> "%-11s %d  %s%n".formatted(receipt.receiver(), receipt.answer(), receipt.headline()))
                .collect(Collectors.joining("", "What the demo's sinks got, mail included:\n\n", ""));
    }
}
