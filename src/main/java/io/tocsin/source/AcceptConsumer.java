package io.tocsin.source;

import io.tocsin.event.Arrival;
import io.tocsin.event.PayloadReader;
import io.tocsin.event.Reading;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Hands each request to the route on the event loop and answers when the route says it is done, on whichever thread that
 * is. No thread waits meanwhile (docs/decisions/0001-accept-on-the-event-loop.md).
 *
 * <p>The exchange that the route sees: body a {@code List<EventDraft>}, variables {@code source}, {@code contentType} and
 * {@code remote}, and no header at all. What the sender wrote in header fields can't reach an endpoint.
 */
final class AcceptConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private final AcceptEndpoint options;
    private final PayloadReader reader = new PayloadReader();
    private final AtomicInteger inFlight = new AtomicInteger();
    private Gate gate;
    private Responder responder;
    private Route route;

    AcceptConsumer(AcceptEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gate = new Gate(options);
        responder = new Responder(options.getRetryAfter());
        VertxPlatformHttpRouter router =
                options.getCamelContext().getRegistry().findSingleByType(VertxPlatformHttpRouter.class);
        if (router == null) {
            throw new IllegalStateException("accept:" + options.getPath()
                    + ": no HTTP server; expected one VertxPlatformHttpRouter, which HubHttpServer binds at its start");
        }
        route = router.route(options.getPath().replaceAll("\\{(\\w+)}", ":$1"));
        route.handler(this::handle);
    }

    @Override
    protected void doStop() throws Exception {
        if (route != null) {
            route.remove();
            route = null;
        }
        super.doStop();
    }

    private void handle(RoutingContext context) {
        if (!isRunAllowed() || isSuspendingOrSuspended()) {
            responder.refuse(context, Answer.of(Refusals.STOPPING, true));
            return;
        }
        Optional<Gate.Refusal> refusal = gate.refuse(context);
        if (refusal.isPresent()) {
            responder.refuse(context, refusal.get());
            return;
        }
        if (inFlight.incrementAndGet() > options.getMaxInFlight()) {
            inFlight.decrementAndGet();
            responder.refuse(context, Answer.of(Refusals.BUSY, true));
            return;
        }
        HttpServerRequest request = context.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        BodyCollector.collect(request, context.vertx(), options.getMaxBody(), options.getBodyTimeout())
                .onSuccess(body -> accept(context, body))
                .onFailure(failure -> {
                    inFlight.decrementAndGet();
                    responder.unread(context, failure, options.getMaxBody());
                });
    }

    private void accept(RoutingContext context, Buffer body) {
        Arrival arrival;
        Reading reading;
        try {
            arrival = arrival(context, body.getBytes());
            reading = reader.read(arrival);
        } catch (RuntimeException fault) {
            // The sender gets its answer, and its place is given back: a stop would wait for it.
            answer(context, Answer.failed(fault));
            return;
        }
        if (reading instanceof Reading.Refused refused) {
            answer(context, Answer.of(Refusals.unreadable(refused), false));
        } else if (reading instanceof Reading.Events events && events.drafts().isEmpty()) {
            answer(context, Answer.accepted(List.of(), true));
        } else if (reading instanceof Reading.Events events) {
            route(context, arrival, events);
        }
    }

    private void route(RoutingContext context, Arrival arrival, Reading.Events events) {
        Context loop = context.vertx().getOrCreateContext();
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getIn().setBody(events.drafts());
        exchange.setVariable("source", arrival.source());
        exchange.setVariable("contentType", arrival.contentType());
        exchange.setVariable("remote", arrival.attributes().get("remote"));
        getAsyncProcessor().process(exchange, doneSync -> {
            Answer answer = Answer.to(exchange, events.batch());
            releaseExchange(exchange, false);
            loop.runOnContext(back -> answer(context, answer));
        });
    }

    private void answer(RoutingContext context, Answer answer) {
        inFlight.decrementAndGet();
        responder.answer(context, answer);
    }

    private static Arrival arrival(RoutingContext context, byte[] body) {
        HttpServerRequest request = context.request();
        Map<String, String> cloudEvent = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("ce-")) {
                cloudEvent.put(lower, value);
            }
        });
        String contentType =
                Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        return new Arrival(
                context.pathParam("source"),
                contentType,
                cloudEvent,
                Optional.ofNullable(request.getHeader("Idempotency-Key")),
                body,
                Map.of("remote", request.remoteAddress().hostAddress()));
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    /** Counts requests whose body is still on its way, too: Camel waits for them before it stops the route. */
    @Override
    public int getPendingExchangesSize() {
        return inFlight.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Suspending is enough: new requests get 503 while the pending ones finish.
    }
}
