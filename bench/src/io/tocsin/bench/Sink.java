package io.tocsin.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The three webhook receivers, {@code /hook/1} to {@code /hook/3} on one loopback port: each notes when it first saw an
 * event, answers 200 at once, or, when told to hang, never.
 */
final class Sink implements AutoCloseable {
    static final int RECEIVERS = 3;
    private static final int LOOPS = 2;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final AtomicLongArray[] arrivals = new AtomicLongArray[RECEIVERS];
    private final LongAdder[] distinct = new LongAdder[RECEIVERS];
    private final LongAdder repeats = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final int port;
    private volatile int hanging;
    private volatile int failing;

    /** Starts listening, with room for this many events. */
    Sink(int capacity) throws Exception {
        for (int receiver = 0; receiver < RECEIVERS; receiver++) {
            arrivals[receiver] = new AtomicLongArray(capacity);
            distinct[receiver] = new LongAdder();
        }
        port = Children.freePort();
        vertx.deployVerticle(Listener::new, new DeploymentOptions().setInstances(LOOPS))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** One event loop's share: Vert.x gives connections to the listeners of a port in turn. */
    private final class Listener extends AbstractVerticle {
        @Override
        public void start(Promise<Void> started) {
            getVertx()
                    .createHttpServer(
                            new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                    .requestHandler(Sink.this::receive)
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private void receive(HttpServerRequest request) {
        int receiver = request.path().charAt(request.path().length() - 1) - '0';
        request.bodyHandler(body -> {
            if (receiver == hanging) {
                return;
            }
            if (receiver == failing) {
                request.response().setStatusCode(503).end();
                return;
            }
            note(receiver - 1, Events.sequenceIn(body.getBytes()));
            request.response().end();
        });
    }

    private void note(int receiver, int sequence) {
        if (sequence < 0 || sequence >= arrivals[receiver].length()) {
            unknown.increment();
        } else if (arrivals[receiver].compareAndSet(sequence, 0, System.nanoTime())) {
            distinct[receiver].increment();
        } else {
            repeats.increment();
        }
    }

    int port() {
        return port;
    }

    /** From now on this receiver (1 to 3) never answers; 0 means none hangs. */
    void hang(int receiver) {
        hanging = receiver;
    }

    /** From now on this receiver (1 to 3) answers 503; 0 means none does. */
    void fail(int receiver) {
        failing = receiver;
    }

    /** The receiver (1 to 3) that hangs; 0 means none. */
    int hanging() {
        return hanging;
    }

    /** When a receiver (0 to 2) first saw the event, in {@link System#nanoTime()}; 0 for not at all. */
    long arrival(int receiver, int sequence) {
        return arrivals[receiver].get(sequence);
    }

    /** How many different events a receiver (0 to 2) has seen. */
    long distinct(int receiver) {
        return distinct[receiver].sum();
    }

    /** Deliveries of an event that the receiver had already seen. */
    long repeats() {
        return repeats.sum();
    }

    /** Deliveries without a known mark. */
    long unknown() {
        return unknown.sum();
    }

    /** Waits until each receiver but the hanging one has seen this many events; false when the limit passed first. */
    boolean await(long events, long limitSeconds) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        for (int receiver = 0; receiver < RECEIVERS; receiver++) {
            while (receiver + 1 != hanging && distinct(receiver) < events) {
                if (System.nanoTime() > until) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        return true;
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
