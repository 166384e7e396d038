package io.tocsin.source;

import io.tocsin.event.Arrival;
import io.tocsin.proof.Verdict;
import io.tocsin.protocol.Answer;
import io.tocsin.protocol.Heard;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
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
    private final Responder responder = new Responder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private Gate gate;
    private Ending ending;
    private Route route;
    /** Not Camel's own state: a route that was stopped and started again would stay suspended in it. */
    private volatile boolean open;

    AcceptConsumer(AcceptEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gate = new Gate(options);
        ending = new Ending(options.protocol(), options.getRetryAfter());
        VertxPlatformHttpRouter router =
                options.getCamelContext().getRegistry().findSingleByType(VertxPlatformHttpRouter.class);
        if (router == null) {
            throw new IllegalStateException("accept:" + options.getPath()
                    + ": no HTTP server; expected one VertxPlatformHttpRouter, which HubHttpServer binds at its start");
        }
        route = router.route(options.getPath().replaceAll("\\{(\\w+)}", ":$1"));
        if (!options.getPath().contains("{source}")) {
            // A path of its own is asked before one that would take any source.
            route.order(-1);
        }
        route.handler(this::handle);
        open = true;
    }

    @Override
    protected void doSuspend() throws Exception {
        open = false;
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        open = true;
    }

    @Override
    protected void doStop() throws Exception {
        open = false;
        if (route != null) {
            route.remove();
            route = null;
        }
        super.doStop();
    }

    private void handle(RoutingContext context) {
        if (!open) {
            responder.refuse(context, ending.later(Refusals.STOPPING));
            return;
        }
        if (context.request().method() == HttpMethod.OPTIONS) {
            responder.refuse(context, Handshake.answer(context.request(), options.getRate()));
            return;
        }
        Asking asking = Asking.of(context, options);
        Optional<Gate.Refusal> refusal = gate.refuse(context.request(), asking.claim(new byte[0]));
        if (refusal.isPresent()) {
            responder.refuse(context, ending.of(refusal.get()));
            return;
        }
        if (inFlight.incrementAndGet() > options.getMaxInFlight()) {
            inFlight.decrementAndGet();
            responder.refuse(context, ending.later(Refusals.BUSY));
            return;
        }
        HttpServerRequest request = context.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        UnprovenBytes.Share share = options.unproven().share();
        IntPredicate room = gate.waitsForBody() ? share::take : any -> true;
        BodyCollector.collect(request, context.vertx(), options.getMaxBody(), options.getBodyTimeout(), room)
                .onSuccess(body -> believe(asking, body.getBytes(), share))
                .onFailure(failure -> {
                    share.giveBack();
                    inFlight.decrementAndGet();
                    cutOff(asking, failure);
                });
    }

    private void cutOff(Asking asking, Throwable failure) {
        RoutingContext context = asking.context();
        if (failure instanceof BodyCollector.NoRoom) {
            responder.refuseAndClose(context, ending.later(Refusals.NO_ROOM));
        } else if (failure instanceof BodyCollector.TooLarge && gate.waitsForBody()) {
            // Without the field that closes: an unknown source's refusal has none.
            responder.refuse(context, ending.of(gate.tooLarge(asking.source())));
        } else if (failure instanceof BodyCollector.TooLarge) {
            responder.refuseAndClose(context, ending.of(gate.tooLarge(asking.source())));
        } else {
            responder.refuseAndClose(context, options.protocol().refuse(Refusals.TOO_SLOW));
        }
    }

    private void believe(Asking asking, byte[] body, UnprovenBytes.Share share) {
        if (!gate.waitsForBody()) {
            hear(asking, body, Optional.empty());
            return;
        }
        Context loop = asking.context().vertx().getOrCreateContext();
        gate.verify(asking.claim(body))
                .whenComplete((verdict, fault) -> loop.runOnContext(back -> {
                    share.giveBack();
                    if (fault != null) {
                        // The sender gets its answer, and its place is given back: a stop would wait for it.
                        answer(asking.context(), ending.failed(fault));
                        return;
                    }
                    Optional<Gate.Refusal> refusal = gate.believe(asking.source(), verdict);
                    if (refusal.isPresent()) {
                        answer(asking.context(), ending.of(refusal.get()));
                    } else {
                        hear(asking, body, ((Verdict.Genuine) verdict).id());
                    }
                }));
    }

    private void hear(Asking asking, byte[] body, Optional<String> provenId) {
        try {
            Arrival arrival = asking.arrival(body, gate.waitsForBody(), provenId);
            Heard heard = options.protocol().hear(arrival);
            if (heard instanceof Heard.Refused refused) {
                answer(asking.context(), options.protocol().refuse(refused.problem()));
            } else if (heard instanceof Heard.Aside aside) {
                answerLater(asking.context(), aside.answer());
            } else if (heard instanceof Heard.Events events && events.drafts().isEmpty()) {
                answer(asking.context(), events.answer().apply(List.of()));
            } else if (heard instanceof Heard.Events events) {
                route(asking.context(), arrival, events);
            }
        } catch (RuntimeException fault) {
            answer(asking.context(), ending.failed(fault));
        }
    }

    private void route(RoutingContext context, Arrival arrival, Heard.Events events) {
        Context loop = context.vertx().getOrCreateContext();
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getIn()
                .setBody(events.drafts().stream()
                        .map(draft -> draft.in(arrival.identity()))
                        .toList());
        exchange.setVariable("source", arrival.source());
        exchange.setVariable("contentType", arrival.contentType());
        exchange.setVariable("remote", arrival.attributes().get("remote"));
        getAsyncProcessor().process(exchange, doneSync -> {
            Answer answer = ending.of(exchange, events.answer());
            releaseExchange(exchange, false);
            loop.runOnContext(back -> answer(context, answer));
        });
    }

    private void answerLater(RoutingContext context, CompletionStage<Answer> later) {
        Context loop = context.vertx().getOrCreateContext();
        later.whenComplete((answer, fault) ->
                loop.runOnContext(back -> answer(context, fault == null ? answer : ending.failed(fault))));
    }

    private void answer(RoutingContext context, Answer answer) {
        inFlight.decrementAndGet();
        responder.answer(context, answer);
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
