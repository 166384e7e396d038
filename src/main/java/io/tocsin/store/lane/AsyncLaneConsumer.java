package io.tocsin.store.lane;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A lane whose routes may wait without a thread: as many rows as its concurrency are on their way at once, and a few threads
 * do the steps between.
 *
 * @param <T> a claimed row
 */
public abstract class AsyncLaneConsumer<T> extends LaneConsumer<T> {
    private LaneThreads threads;
    private InFlight inFlight;

    /** As {@link LaneConsumer}. */
    protected AsyncLaneConsumer(Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Looks after the lane's threads. */
    protected abstract ScheduledExecutorService timer();

    /**
     * Runs the route for one row, then settles it.
     *
     * @param ended to be called when the route has ended: another row may begin then, while this one is settled
     */
    protected abstract CompletableFuture<?> work(T row, Runnable ended);

    @Override
    public final CompletableFuture<?> work(T row) {
        Runnable ended = inFlight.goesOn();
        try {
            return work(row, ended).whenComplete((settled, failure) -> ended.run());
        } catch (RuntimeException | Error e) {
            ended.run();
            throw e;
        }
    }

    /**
     * Starts the route, and waits for nothing.
     *
     * @param fill fills the exchange; its second argument ends the exchange with a failure, where one of its later steps
     *     could not even fail by itself
     * @return the exchange when the route has ended, its exception set if it failed
     */
    protected final CompletableFuture<Exchange> routeAsync(BiConsumer<Exchange, Consumer<Throwable>> fill) {
        Exchange exchange = createExchange(false);
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        AtomicBoolean over = new AtomicBoolean();
        Runnable end = () -> {
            if (over.compareAndSet(false, true)) {
                doneUoW(exchange);
                ended.complete(exchange);
            }
        };
        Consumer<Throwable> fail = failure -> {
            if (!over.get()) {
                exchange.setException(failure);
                end.run();
            }
        };
        try {
            createUoW(exchange);
            fill.accept(exchange, fail);
            Thread beginning = Thread.currentThread();
            AtomicBoolean given = new AtomicBoolean();
            getAsyncProcessor().process(exchange, sync -> {
                if (!given.get() && Thread.currentThread() == beginning && exchange.getException() == null) {
                    threads.areHeld(); // sent, and never without a thread
                }
                end.run();
            });
            given.set(true);
        } catch (Exception | StackOverflowError e) {
            // A deeply nested or very long value can overflow a jq file's recursion: the row's fault, not the hub's.
            fail.accept(e);
        }
        return ended;
    }

    /**
     * Goes on with a route that has waited.
     *
     * @param next its next step
     * @param fail ends its exchange where the step throws
     */
    protected final void goOn(Runnable next, Consumer<Throwable> fail) {
        Runnable step = () -> {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                fail.accept(e);
            }
        };
        try {
            threads.execute(step);
        } catch (RejectedExecutionException stopped) {
            step.run(); // its answer has come: it is settled if there is still time
        }
    }

    @Override
    ExecutorService threads(LaneSettings settings) {
        threads = new LaneThreads(
                settings.depth().concurrency(),
                LaneThreads.MOMENT,
                work -> getEndpoint()
                        .getCamelContext()
                        .getExecutorServiceManager()
                        .newThread(settings.name(), work),
                timer());
        return threads;
    }

    @Override
    Executor bounded(ExecutorService lanes, int concurrency) {
        inFlight = new InFlight(concurrency, lanes);
        return inFlight;
    }
}
