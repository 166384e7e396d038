package io.tocsin.source.accept;

import io.tocsin.model.event.Arrival;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
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
final class AcceptConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, PausablePath {
    /** The order in which Vert.x asks: a path of one source before one that would take any, and first those in a pause. */
    private static final int OF_ONE_SOURCE_PAUSED = -3;

    private static final int OF_ONE_SOURCE = -2;
    private static final int OF_ANY_SOURCE_PAUSED = -1;

    private final AcceptEndpoint options;
    private final AtomicInteger inFlight = new AtomicInteger();
    private Visit.Room room;
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
        room = new Visit.Room(
                options,
                new Gate(options),
                new Ending(options.protocol(), options.getRetryAfter()),
                new Responder(),
                new RefusalLog(options.getPath(), options.meters()),
                this::route,
                inFlight::decrementAndGet);
        route = path();
        if (isOfOneSource()) {
            route.order(OF_ONE_SOURCE);
        }
        route.handler(this::handle);
        open = true;
    }

    private Route path() {
        VertxPlatformHttpRouter router =
                options.getCamelContext().getRegistry().findSingleByType(VertxPlatformHttpRouter.class);
        if (router == null) {
            throw new IllegalStateException("accept:" + options.getPath()
                    + ": no HTTP server; expected one VertxPlatformHttpRouter, which HubHttpServer binds at its start");
        }
        return router.route(options.getPath().replaceAll("\\{(\\w+)}", ":$1"));
    }

    private boolean isOfOneSource() {
        return !options.getPath().contains("{source}");
    }

    @Override
    public Pause pause() {
        Visit.Room left = room;
        Route paused = path().order(isOfOneSource() ? OF_ONE_SOURCE_PAUSED : OF_ANY_SOURCE_PAUSED)
                .handler(context -> new Visit(Asking.of(context, options), left).refuse(Refusals.CHANGING));
        return paused::remove;
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
        Visit visit = new Visit(Asking.of(context, options), room);
        if (!open) {
            visit.refuse(Refusals.STOPPING);
            return;
        }
        if (context.request().method() == HttpMethod.OPTIONS) {
            room.responder().refuse(context, Handshake.answer(context.request(), options.getRate()));
            return;
        }
        if (!visit.mayCome()) {
            return;
        }
        if (inFlight.incrementAndGet() > options.getMaxInFlight()) {
            inFlight.decrementAndGet();
            visit.refuse(Refusals.BUSY);
            return;
        }
        visit.read();
    }

    /** Stores a sender's events by way of the route. */
    private void route(Arrival arrival, Heard.Events events, java.util.function.Consumer<Answer> then) {
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
            Answer answer = room.ending().of(exchange, events.answer());
            releaseExchange(exchange, false);
            then.accept(answer);
        });
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
