package io.tocsin.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plays a program of the operators: takes a webhook only if its signature is good. */
final class OpsSink implements HttpHandler {

    static final String RECEIVER = "demo-ops";

    private final ObjectMapper json = new ObjectMapper();
    private final Receipts receipts;
    private final Webhook key;

    /** @param secret the one that its sender signs with: {@code whsec_} and base64 */
    OpsSink(Receipts receipts, String secret) {
        this.receipts = receipts;
        this.key = new Webhook(secret);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String body = SinkServer.body(exchange);
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        try {
            key.verify(body, headers);
        } catch (WebhookVerificationException e) {
            receipts.add(new Receipt(RECEIVER, "refused: " + e.getMessage(), body, 401));
            SinkServer.answer(exchange, 401, "the signature is not good");
            return;
        }
        String headline = Headline.ofWebhook(json.readTree(body)) + "  (signature good)";
        receipts.add(new Receipt(RECEIVER, headline, body, 204));
        SinkServer.answer(exchange, 204, "");
    }
}
