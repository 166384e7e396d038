package io.tocsin.app.cli;

import io.tocsin.app.hub.Hub;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a hub when a signal ends the process, and says in the log when that began and how it ended.
 *
 * <p>A class of its own, because its logger starts the log: the command line looks at every command before it runs one, and
 * {@code ./hub demo} says where its log goes before there is one.
 */
final class StopOnSignal implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StopOnSignal.class);

    /** The promise is 30 s; what is not drained by then is in the store and goes on at the next start. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(28);

    private final Hub hub;

    StopOnSignal(Hub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        long began = System.nanoTime();
        LOG.info("stopping: SIGTERM or Ctrl-C; what is under way is finished first");
        Thread closing = new Thread(hub::close, "hub-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            LOG.warn(
                    "stopped, but not drained within {} s; what is left goes on at the next start",
                    LONGEST_STOP.toSeconds());
        } else {
            LOG.info("stopped, {} ms after the signal", (System.nanoTime() - began) / 1_000_000);
        }
    }
}
