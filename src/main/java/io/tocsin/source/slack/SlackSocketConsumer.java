package io.tocsin.source.slack;

import io.micrometer.core.instrument.Gauge;
import io.tocsin.source.Connected;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the socket while its route runs. No exchange comes of it: what people want is done, and is no event. */
final class SlackSocketConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Connected {

    private static final Logger LOG = LoggerFactory.getLogger(SlackSocketConsumer.class);

    private final SlackSocketEndpoint options;
    private ScheduledExecutorService thread;
    private volatile SocketMode mode;
    private Gauge gauge;

    SlackSocketConsumer(SlackSocketEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread named = new Thread(work, "slack-" + options.getSource());
            named.setDaemon(true);
            return named;
        });
        begin();
        gauge = Gauge.builder("tocsin.source.connected", this, consumer -> consumer.isConnected() ? 1 : 0)
                .description("1 while a source has the connection that it keeps by itself")
                .tag("source", options.getSource())
                .register(options.meters());
    }

    private void begin() {
        SlackAnswers answers = options.getAnswers();
        mode = new SocketMode(
                options.getSource(),
                answers.sockets(),
                answers::takeAndLog,
                new OneThread(thread),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
        mode.start();
    }

    /** What comes when it has ended is nobody's. */
    private record OneThread(ScheduledExecutorService thread) implements Strand {
        @Override
        public void run(Runnable work) {
            later(Duration.ZERO, work);
        }

        @Override
        public void later(Duration time, Runnable work) {
            try {
                thread.schedule(guarded(work), time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException ended) {
                // it was stopped
            }
        }

        private static Runnable guarded(Runnable work) {
            return () -> {
                try {
                    work.run();
                } catch (RuntimeException broken) {
                    LOG.error("What comes from Slack could not be read", broken);
                }
            };
        }
    }

    private boolean isConnected() {
        return mode != null && mode.isConnected();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(mode).flatMap(SocketMode::trouble);
    }

    @Override
    protected void doSuspend() throws Exception {
        mode.drain();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        begin();
    }

    @Override
    protected void doStop() throws Exception {
        if (mode != null) {
            mode.close();
            new OneThread(thread).run(thread::shutdownNow); // behind it
            options.meters().remove(gauge);
            mode = null;
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    /** Camel waits for these before it stops the route. */
    @Override
    public int getPendingExchangesSize() {
        SocketMode now = mode;
        return now == null ? 0 : now.inHand();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Suspending is enough: nothing new is taken while what is in hand is answered.
    }
}
