package io.tocsin.source.sqs;

import io.tocsin.aws.access.QueueName;
import io.tocsin.model.event.Envelope;
import io.tocsin.source.accept.BodyBytes;
import io.tocsin.source.accept.IdentityName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue's way in: reads messages into events, and keeps Camel's consumer from taking more than the store can hold.
 *
 * <p>The consumer hands a batch of ten to an asynchronous route and polls again at once, so that a slow store would draw
 * the whole queue into memory, each message with its visibility clock running. Here a poll starts only with room for ten,
 * and a message gives its room back when it is deleted or given up; and only with room for its bytes in the budget that all
 * sources share, which it may exceed by one batch. While the store fails there is no poll at all, for 1 s,
 * then 2 s, up to 30 s: each receive counts against the queue's maxReceiveCount, and an outage of ours must not move good
 * messages to its dead letters.
 *
 * <p>Of a FIFO queue each message waits for the one before it in its group ({@link MessageGroups}), so that none is stored
 * before an older one whose commit failed.
 *
 * <p>One instance per route: it is the route's first step, its {@code pollStrategy} and its {@code exceptionHandler}.
 */
public class SqsIntake extends AsyncProcessorSupport implements PollingConsumerPollStrategy, ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SqsIntake.class);
    private static final int BATCH = 10;
    private static final long ROOM_WAIT_MILLIS = 1_000;

    private final BodyBytes bodies;
    private final Envelope envelope = new Envelope();
    private final StorePause pause = new StorePause(System::nanoTime);
    // A poll and the first step of its exchanges run on one thread: the consumer's.
    private final ThreadLocal<Integer> reserved = ThreadLocal.withInitial(() -> 0);
    private final ThreadLocal<MessageGroups> batch = ThreadLocal.withInitial(MessageGroups::new);
    private String source = "";
    private String identity = "";
    private String queue = "";
    private String deadLetterQueue = "";
    private int maxInFlight = 100;
    private volatile Semaphore room = new Semaphore(maxInFlight);

    /** @param bodies what all that arrives may cost in memory */
    public SqsIntake(BodyBytes bodies) {
        this.bodies = bodies;
    }

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

    /** The hub's name for the queue. */
    public String getSource() {
        return source;
    }

    /** @param source the hub's name for the queue */
    public void setSource(String source) {
        this.source = source;
    }

    /** What the alerts of several sources have in common that shall be one; empty: the source's name. */
    public String getIdentity() {
        return identity;
    }

    /** @param identity what the alerts of several sources have in common that shall be one; blank: the source's name */
    public void setIdentity(String identity) {
        this.identity = IdentityName.checked(identity, "sqs-source");
    }

    /** The queue's name or ARN. */
    public String getQueue() {
        return queue;
    }

    /** @param queue the queue's name or ARN; one that ends in {@code .fifo} keeps its order */
    public void setQueue(String queue) {
        this.queue = queue;
    }

    /** The ARN of the queue's own dead-letter queue where the queue's redrive policy is not to be asked; else empty. */
    public Optional<String> deadLetters() {
        return Optional.of(deadLetterQueue).filter(arn -> !arn.isBlank());
    }

    /** @param arn the ARN of the queue's own dead-letter queue; blank: what its redrive policy says */
    public void setDeadLetterQueue(String arn) {
        if (!arn.isBlank() && QueueName.of(arn).account().isEmpty()) {
            throw new IllegalArgumentException("sqs-source: deadLetterQueue is " + arn
                    + "; expected an ARN, arn:aws:sqs:<region>:<account>:<name>");
        }
        this.deadLetterQueue = arn.strip();
    }

    /** Camel's way to set it. */
    public String getDeadLetterQueue() {
        return deadLetterQueue;
    }

    /** The message's body becomes its events; the variable {@code source} says whose. */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        reserved.set(reserved.get() - 1);
        Leaving leaving = new Leaving(
                bodies.fetched(exchange.getMessage().getBody(String.class).length()));
        exchange.getExchangeExtension().addOnCompletion(leaving);
        if (!QueueName.of(queue).isFifo()) {
            unwrap(exchange);
            callback.done(true);
            return true;
        }
        String group = exchange.getMessage().getHeader("MessageGroupId", "", String.class);
        MessageGroups groups = batch.get();
        groups.enter(group, new MessageGroups.Turn() {
            @Override
            public void go() {
                leaving.told = stored -> groups.leave(group, stored);
                unwrap(exchange);
                callback.done(false);
            }

            @Override
            public void refuse() {
                exchange.setException(new OutOfTurnException());
                callback.done(false);
            }
        });
        return false;
    }

    private void unwrap(Exchange exchange) {
        String name = exchange.getVariable("source", String.class);
        String messageId = exchange.getMessage().getHeader(Sqs2Constants.MESSAGE_ID, String.class);
        String scope = new IdentityName(identity).of(name, Map.of());
        exchange.getMessage()
                .setBody(envelope.unwrap(name, messageId, exchange.getMessage().getBody(String.class)).stream()
                        .map(draft -> draft.in(scope))
                        .toList());
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        if (pause.isOn() || !bodies.hasRoom()) {
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
        batch.set(new MessageGroups());
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        giveBackTheRest();
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        giveBackTheRest();
        LOG.warn(
                "Can't poll {}; trying again, more and more seldom: {}",
                endpoint.getEndpointBaseUri(),
                cause.getMessage());
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
        private final BodyBytes.Share share;
        private volatile java.util.function.Consumer<Boolean> told = stored -> {};

        Leaving(BodyBytes.Share share) {
            this.share = share;
        }

        @Override
        public void onComplete(Exchange exchange) {
            pause.succeeded();
            share.giveBack();
            from.release();
            told.accept(true);
        }

        @Override
        public void onFailure(Exchange exchange) {
            pause.failed();
            share.giveBack();
            from.release();
            told.accept(false);
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST;
        }
    }

    /** A message behind one of its group that was not stored. */
    private static final class OutOfTurnException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfTurnException() {
            super("an older message of its group was not stored; both come again, in order", null, false, false);
        }
    }
}
