package io.tocsin.source;

import io.tocsin.event.Envelope;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue's way in: reads messages into events, and keeps Camel's consumer from taking more than the store can hold.
 *
 * <p>The consumer hands a batch of ten to an asynchronous route and polls again at once, so that a slow store would draw
 * the whole queue into memory, each message with its visibility clock running. Here a poll starts only with room for ten,
 * and a message gives its room back when it is deleted or given up. While the store fails there is no poll at all, for 1 s,
 * then 2 s, up to 30 s: each receive counts against the queue's maxReceiveCount, and an outage of ours must not move good
 * messages to its dead letters.
 *
 * <p>One instance per route: it is the route's first step, its {@code pollStrategy} and its {@code exceptionHandler}.
 */
public class SqsIntake implements Processor, PollingConsumerPollStrategy, ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SqsIntake.class);
    private static final int BATCH = 10;
    private static final long ROOM_WAIT_MILLIS = 1_000;

    private final Envelope envelope = new Envelope();
    private final StorePause pause = new StorePause(System::nanoTime);
    // A poll and the first step of its exchanges run on one thread: the consumer's.
    private final ThreadLocal<Integer> reserved = ThreadLocal.withInitial(() -> 0);
    private int maxInFlight = 100;
    private volatile Semaphore room = new Semaphore(maxInFlight);

    /** @param maxInFlight most messages between their receive and their delete, at least {@value #BATCH}; default 100 */
    public void setMaxInFlight(int maxInFlight) {
        if (maxInFlight < BATCH) {
            throw new IllegalArgumentException(
                    "sqs-source: maxInFlight is " + maxInFlight + "; expected at least " + BATCH + ", one batch");
        }
        this.maxInFlight = maxInFlight;
        this.room = new Semaphore(maxInFlight);
    }

    /** Most messages between their receive and their delete. */
    public int getMaxInFlight() {
        return maxInFlight;
    }

    /** The message's body becomes its events; the variable {@code source} says whose. */
    @Override
    public void process(Exchange exchange) {
        reserved.set(reserved.get() - 1);
        exchange.getExchangeExtension().addOnCompletion(new Leaving());
        String source = exchange.getVariable("source", String.class);
        String messageId = exchange.getMessage().getHeader(Sqs2Constants.MESSAGE_ID, String.class);
        exchange.getMessage()
                .setBody(
                        envelope.unwrap(source, messageId, exchange.getMessage().getBody(String.class)));
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        if (pause.isOn()) {
            return false;
        }
        try {
            if (!room.tryAcquire(BATCH, ROOM_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        reserved.set(BATCH);
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        giveBackTheRest();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        giveBackTheRest();
        LOG.warn("Can't poll {}: {}", endpoint, cause.toString());
        return false;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException("SQS", exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        LOG.warn("{}: {}", message, String.valueOf(exception));
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        handleException(message + " " + exchange.getMessage().getHeader(Sqs2Constants.MESSAGE_ID), exception);
    }

    private void giveBackTheRest() {
        room.release(reserved.get());
        reserved.set(0);
    }

    /** Ordered last: the room is free only when the message is deleted. */
    private final class Leaving extends SynchronizationAdapter {
        private final Semaphore from = room;

        @Override
        public void onComplete(Exchange exchange) {
            pause.succeeded();
            from.release();
        }

        @Override
        public void onFailure(Exchange exchange) {
            pause.failed();
            from.release();
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST;
        }
    }
}
