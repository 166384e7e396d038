package io.tocsin.lane;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * A Camel consumer that takes its rows from a lane: claims, runs the route, settles.
 *
 * @param <T> a claimed row
 */
public abstract class LaneConsumer<T> extends DefaultConsumer {

    /** How long a stopping hub waits for what is in hand; the whole stop must end within 30 s. */
    private static final long DRAIN_SECONDS = 20;

    private Lane<T> lane;
    private ExecutorService workers;

    /** As {@link DefaultConsumer}. */
    protected LaneConsumer(Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Where lanes are known by name, and what drives them. */
    protected abstract LaneSettings settings();

    /** Claims at most so many due rows. */
    protected abstract CompletableFuture<java.util.List<T>> claim(int room);

    /** Runs the route for one row, then settles it. */
    protected abstract CompletableFuture<?> work(T row);

    /** How many more rows may be claimed now, for reasons of the consumer's own. */
    protected int gate() {
        return Integer.MAX_VALUE;
    }

    /** Whether rows may be handed over without a claim in the store. */
    protected boolean takesHandovers() {
        return true;
    }

    /** How many claimed rows are not settled yet. */
    protected final int inHand() {
        return lane.inHand();
    }

    /** Runs the route and gives back the exchange, its exception set if it failed. */
    protected final Exchange route(java.util.function.Consumer<Exchange> fill) {
        Exchange exchange = createExchange(false);
        try {
            createUoW(exchange);
            fill.accept(exchange);
            getProcessor().process(exchange);
        } catch (Exception | StackOverflowError e) {
            // A deeply nested or very long value can overflow a jq file's recursion: the row's fault, not the hub's.
            exchange.setException(e);
        } finally {
            doneUoW(exchange);
        }
        return exchange;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        LaneSettings settings = settings();
        workers = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newThreadPool(this, settings.name(), settings.concurrency(), settings.concurrency());
        IntFunction<CompletableFuture<java.util.List<T>>> claim = this::claim;
        IntSupplier gate = this::gate;
        lane = new Lane<>(settings.name(), settings.capacity(), takesHandovers(), gate, claim, this::work, workers);
        settings.lanes().add(lane);
        lane.start(settings.timer(), settings.interval());
    }

    @Override
    protected void doStop() throws Exception {
        if (lane == null) {
            return; // the context failed to start before it came to this route
        }
        settings().lanes().remove(lane);
        lane.stop().get(DRAIN_SECONDS, TimeUnit.SECONDS);
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(workers);
        super.doStop();
    }
}
