package io.tocsin.app.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work that may take a while: where standard error is a terminal it says how far it is, and where Ctrl-C ends it, it ends at a point
 * where all is whole and says how far it came. Its exit code is then {@link ExitCodes#CANCELLED}.
 */
final class LongWork {

    /** How often a line that is written over tells something new. */
    private static final long EVERY = Duration.ofMillis(100).toNanos();

    /** For so long a process that is to end waits until the work has come to such a point. */
    private static final long LONGEST_SECONDS = 10;

    private static final int LONGEST_LINE = 200;

    /** What is done, with what it has to report. */
    @FunctionalInterface
    interface Work {
        /** @return the exit code */
        int with(LongWork itself);
    }

    private final Terminal err;
    private final boolean shows;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;
    private long last = System.nanoTime() - EVERY;
    private boolean written;
    private String told = "";

    private LongWork(Terminal err, boolean shows) {
        this.err = err;
        this.shows = shows;
    }

    /** Does it, with progress on standard error. */
    static int run(PrintWriter err, Work work) {
        Terminal terminal = Terminal.of(err);
        return new LongWork(terminal, terminal.isShown()).run(work);
    }

    /** The same of work that prints as it goes: on one terminal with it that is progress enough. */
    static int run(PrintWriter out, PrintWriter err, Work work) {
        Terminal terminal = Terminal.of(err);
        return new LongWork(terminal, terminal.isShown() && !Terminal.of(out).isShown()).run(work);
    }

    private int run(Work work) {
        Thread onSignal = new Thread(this::cancel, "cancel");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            return work.with(this);
        } catch (CancelledException end) {
            return end();
        } catch (RuntimeException failure) {
            if (isCancelled()) { // what is interrupted fails in many ways
                return end();
            }
            throw failure;
        } finally {
            clear();
            forget(onSignal);
            ended.countDown();
        }
    }

    private int end() {
        clear();
        err.println(new CancelledException(told).told());
        err.flush();
        return ExitCodes.CANCELLED;
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException ending) {
            return; // it runs
        }
    }

    /** Runs while the process ends, and keeps it until the work is whole. */
    private void cancel() {
        cancelled = true;
        worker.interrupt();
        try {
            ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody wants it to end. */
    boolean isCancelled() {
        return cancelled || worker.isInterrupted();
    }

    /** What is told where it ends from now on. */
    void ifEnded(String how) {
        told = how;
    }

    /** A point at which it may end. @throws CancelledException if somebody wants it to */
    void check() {
        if (isCancelled()) {
            throw new CancelledException(told);
        }
    }

    /**
     * A point at which it may end, of which nothing is to be told but how far it is.
     *
     * @param far such as {@code 1,000 rows}
     * @throws CancelledException if somebody wants it to end
     */
    void at(String far) {
        told = far;
        check();
        show(far);
    }

    /** Says how far it is, where somebody looks. */
    void show(String far) {
        long now = System.nanoTime();
        if (shows && now - last >= EVERY) {
            last = now;
            written = true;
            err.print("\r" + TerminalText.line(far, err.width().orElse(LONGEST_LINE + 1) - 1) + "\u001b[K");
            err.flush();
        }
    }

    private void clear() {
        if (written) {
            written = false;
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
