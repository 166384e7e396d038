package io.tocsin.app.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A JSON answer that is sent while it is written, so that no more of it is in memory than its reader is behind. A short one is sent
 * as a whole, with its length. Written by one thread.
 */
final class LongAnswer {

    private static final int CHUNK = 64 * 1024;

    /** Nobody reads for so long: it is given up, since a worker thread waits. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private static final Duration LONGEST = Duration.ofSeconds(55);

    private final HttpServerResponse response;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final long begun = System.nanoTime();

    LongAnswer(HttpServerResponse response) {
        this.response = response;
    }

    /** Adds text. @throws BrokenOff if its reader is gone, or reads too slowly */
    void write(String text) {
        waiting.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        if (waiting.size() >= CHUNK) {
            flush();
        }
    }

    /** Nobody reads it any more. */
    static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(String why) {
            super(why, null, false, false);
        }
    }

    /** The rest of it, which ends it. */
    Reply end() {
        if (response.headWritten()) {
            flush();
            response.end();
            return new Reply(200, Reply.JSON, new byte[0]);
        }
        return new Reply(200, Reply.JSON, waiting.toByteArray());
    }

    private void flush() {
        if (response.closed() || System.nanoTime() - begun > LONGEST.toNanos()) {
            throw new BrokenOff("the reader is gone, or reads too slowly");
        }
        if (!response.headWritten()) {
            response.setStatusCode(200)
                    .setChunked(true)
                    .putHeader("Content-Type", Reply.JSON)
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff");
        }
        response.write(Buffer.buffer(waiting.toByteArray()));
        waiting.reset();
        awaitRoom();
    }

    private void awaitRoom() {
        CountDownLatch room = new CountDownLatch(1);
        response.drainHandler(drained -> room.countDown());
        response.closeHandler(closed -> room.countDown());
        if (!response.writeQueueFull()) {
            return;
        }
        try {
            if (!room.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BrokenOff("the reader reads too slowly");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new BrokenOff("the hub stops");
        }
    }
}
