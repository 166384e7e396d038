package io.tocsin.store.lane;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Camel consumer that takes its rows from a lane: claims, runs the route, settles.
 *
 * @param <T> a claimed row
 */
public abstract class LaneConsumer<T> extends DefaultConsumer implements LaneWork<T>, Suspendable {

    /**
     * How long a stopping lane waits for commits of what it had in hand. Sends are waited for by Camel before, for all
     * lanes together; what hangs even longer is due again at the next start.
     */
    private static final long DRAIN_SECONDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(LaneConsumer.class);

    private Lane<T> lane;
    private Renewal<T> keeping;
    private ExecutorService workers;
    private Turns turns = new Turns();

    /** As {@link DefaultConsumer}. */
    protected LaneConsumer(Endpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Where lanes are known by name, and what drives them. */
    protected abstract LaneSettings settings();

    /** Keeps the claims of what the lane has in hand, or gives them back. */
    protected abstract Renewal<T> renewal();

    /** Whether work ends in the order of its rows; not where one row's work can hang and others must go on. */
    protected boolean keepsOrder() {
        return false;
    }

    /**
     * Begins what ends the work at hand, in the order in which the lane got its rows; only to be called from {@link #work}
     * of a consumer that {@linkplain #keepsOrder() keeps order}.
     */
    protected final <R> CompletableFuture<R> inTurn(Supplier<CompletableFuture<R>> end) {
        return turns.end(end);
    }

    /** The same, for an end of several steps: those after it wait until it is over. */
    protected final <R> CompletableFuture<R> inTurnAlone(Supplier<CompletableFuture<R>> end) {
        return turns.endAlone(end);
    }

    /** Whether nobody else can have claimed this row since, which is in hand: if not, its work is somebody else's. */
    protected final boolean holds(T row) {
        return lane.holds(row);
    }

    /** Since when a row is due that is given back. */
    protected Instant dueSince(T row) {
        return settings().clock().instant();
    }

    @Override
    public final CompletableFuture<?> giveBack(List<T> rows) {
        return keeping.giveBack().apply(notBegun(rows));
    }

    @Override
    public final void giveBack(Handle tx, List<T> rows) {
        keeping.giveBackIn().accept(tx, notBegun(rows));
    }

    private List<Claims.NotBegun> notBegun(List<T> rows) {
        return rows.stream()
                .map(row -> new Claims.NotBegun(keeping.claim().apply(row), dueSince(row)))
                .toList();
    }

    /** Whether the lane can do without a place for a while. */
    protected final boolean hasManyPlaces() {
        return lane.hasManyPlaces();
    }

    /** Gives back what waits in the lane. */
    protected final void giveBackWaiting() {
        lane.giveBackWaiting();
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

    /** What runs the lane's work: as many threads as rows may be worked on at once. */
    ExecutorService threads(LaneSettings settings) {
        return getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newThreadPool(this, settings.name(), profile(settings.depth().concurrency()));
    }

    /** What gives them the rows: at once, since they are no more than may be worked on. */
    Executor bounded(ExecutorService threads, int concurrency) {
        return threads;
    }

    /** The lane's capacity bounds the queue. Whoever hands a row over is the committer, which must never run it itself. */
    private static ThreadPoolProfile profile(int concurrency) {
        return new ThreadPoolProfileBuilder("lane")
                .poolSize(concurrency)
                .maxPoolSize(concurrency)
                .maxQueueSize(Integer.MAX_VALUE) // a linked queue; 0 and less would be none at all
                .allowCoreThreadTimeOut(true)
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        LaneSettings settings = settings();
        workers = threads(settings);
        turns = new Turns(); // work that a stop cut off would keep its turn for ever
        keeping = renewal();
        lane = new Lane<>(
                settings,
                this,
                bounded(workers, settings.depth().concurrency()),
                keepsOrder() ? turns::of : UnaryOperator.identity(),
                Optional.of(keeping));
        settings.lanes().add(lane);
        lane.start();
    }

    /** Claims nothing more. Camel does this to every route of a stopping hub before it waits for what is in hand. */
    @Override
    protected void doSuspend() throws Exception {
        lane.stop();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        lane.start();
    }

    @Override
    protected void doStop() throws Exception {
        if (lane == null) {
            return; // the context failed to start before it came to this route
        }
        settings().lanes().remove(lane);
        try {
            lane.stop().get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("{} stops with {} in hand, which are due again at the next start", lane.name(), lane.inHand());
        }
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(workers);
        super.doStop();
    }
}
