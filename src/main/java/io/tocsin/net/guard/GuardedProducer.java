package io.tocsin.net.guard;

import io.tocsin.model.delivery.SendRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.http.base.HttpProtocolHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.util.CollectionHelper;
import org.apache.camel.util.IOHelper;

/**
 * Makes a request of an exchange and puts the answer into it, as Camel's http component does. Where the exchange has {@link
 * Steps} no thread is held meanwhile; otherwise the one that asked waits.
 */
final class GuardedProducer extends DefaultAsyncProducer {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final String USER_AGENT = "User-Agent";
    private static final byte[] NOTHING = new byte[0];

    private final GuardedEndpoint endpoint;
    private final SendSettings settings;
    private final String target;
    private final HeaderFilterStrategy ours = new HttpHeaderFilterStrategy();
    private final HeaderFilterStrategy protocols = new HttpProtocolHeaderFilterStrategy();

    GuardedProducer(GuardedEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.settings = endpoint.settings();
        this.target = GuardedClient.target(settings.url());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Answer> answered;
        try {
            answered = endpoint.client().send(call(exchange));
        } catch (Exception noRequest) {
            exchange.setException(noRequest);
            callback.done(true);
            return true;
        }
        Steps steps = exchange.getProperty(Steps.PROPERTY, Steps.class);
        if (steps == null) {
            end(exchange, wait(answered));
            callback.done(true);
            return true;
        }
        answered.whenComplete((answer, failure) -> steps.goOn(() -> {
            end(exchange, answered);
            callback.done(false);
        }));
        return false;
    }

    private static CompletableFuture<Answer> wait(CompletableFuture<Answer> answered) {
        try {
            answered.get();
            return answered;
        } catch (ExecutionException failed) {
            return answered;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(new IOException("nobody waits for the answer: interrupted"));
        }
    }

    private Call call(Exchange exchange) throws SendRefusedException, InvalidPayloadException, IOException {
        Message message = exchange.getIn();
        Object payload = message.getBody();
        String method =
                settings.method().orElse(payload == null || settings.url().getRawQuery() != null ? "GET" : "POST");
        boolean withBody = WITH_BODY.contains(method) || settings.bodyAlways().contains(method);
        String type = MessageHelper.getContentType(message);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        Optional<String> more = Optional.empty();
        if (message.getHeader(USER_AGENT) == null) {
            headers.add(Map.entry(USER_AGENT, settings.userAgent()));
        }
        settings.authorization().ifPresent(value -> headers.add(Map.entry("Authorization", value)));
        if (withBody && type != null) {
            headers.add(Map.entry(Exchange.CONTENT_TYPE, type));
        }
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            String name = header.getKey();
            if (name.equalsIgnoreCase(RequestPath.HEADER)) {
                more = Optional.of(String.valueOf(header.getValue()));
            } else if (header.getValue() != null && !isReplaced(name)) {
                String value =
                        exchange.getContext().getTypeConverter().convertTo(String.class, exchange, header.getValue());
                if (value != null && !ours.applyFilterToCamelHeaders(name, value, exchange)) {
                    headers.add(Map.entry(name, value));
                }
            }
        }
        return new Call(
                method,
                more.isPresent() ? RequestPath.extend(target, more.get()) : target,
                headers,
                withBody && payload != null ? bytes(exchange, payload, type) : NOTHING,
                withBody,
                settings.keep(),
                settings.toConnect(),
                settings.response());
    }

    private boolean isReplaced(String name) {
        return name.equalsIgnoreCase(Exchange.CONTENT_TYPE)
                || name.equalsIgnoreCase("Authorization")
                        && settings.authorization().isPresent();
    }

    private static byte[] bytes(Exchange exchange, Object payload, String type)
            throws InvalidPayloadException, IOException {
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload instanceof String text) {
            return text.getBytes(charset(exchange, type));
        }
        try (InputStream in = exchange.getIn().getMandatoryBody(InputStream.class)) {
            return in.readAllBytes();
        }
    }

    private static Charset charset(Exchange exchange, String type) {
        String told = ExchangeHelper.getCharsetName(exchange, false);
        String ofType = told == null && type != null ? IOHelper.getCharsetNameFromContentType(type) : told;
        return ofType == null ? StandardCharsets.UTF_8 : Charset.forName(ofType);
    }

    /** Puts what came, or what happened instead, into the exchange. */
    private void end(Exchange exchange, CompletableFuture<Answer> answered) {
        try {
            Answer answer = answered.getNow(null);
            if (settings.isOk(answer.status())) {
                fill(exchange, answer);
            } else {
                code(exchange.getMessage(), answer);
                exchange.setException(failure(answer));
            }
        } catch (CompletionException failed) {
            exchange.setException(failed.getCause());
        } catch (RuntimeException unreadable) {
            exchange.setException(unreadable);
        }
    }

    private static void code(Message message, Answer answer) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.HTTP_RESPONSE_TEXT, answer.reason());
    }

    private void fill(Exchange exchange, Answer answer) {
        Message before = exchange.getIn();
        Message message = exchange.getOut();
        code(message, answer);
        exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, charset(answer).name());
        message.setBody(settings.ignoreBody() ? null : answer.body());
        if (!settings.skipHeaders()) {
            for (Map.Entry<String, String> header : answer.headers()) {
                String name = header.getKey().equalsIgnoreCase(Exchange.CONTENT_TYPE)
                        ? Exchange.CONTENT_TYPE
                        : header.getKey();
                if (!ours.applyFilterToExternalHeaders(name, header.getValue(), exchange)) {
                    CollectionHelper.appendEntry(message.getHeaders(), name, header.getValue());
                }
            }
        }
        MessageHelper.copyHeaders(before, message, protocols, false);
    }

    private Exception failure(Answer answer) {
        Map<String, String> headers = new HashMap<>();
        answer.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        String location = answer.status() >= 300 && answer.status() < 400
                ? answer.header("Location").orElse(null)
                : null;
        String body = settings.ignoreBody() ? null : new String(answer.body(), charset(answer));
        return new HttpOperationFailedException(
                settings.url().toASCIIString(), answer.status(), answer.reason(), location, headers, body);
    }

    /** In which the answer's text is written: what it says itself, where that is known. */
    private static Charset charset(Answer answer) {
        try {
            return answer.header(Exchange.CONTENT_TYPE)
                    .map(IOHelper::getCharsetNameFromContentType)
                    .map(Charset::forName)
                    .orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8; // a server's slip is no fault of the message
        }
    }
}
