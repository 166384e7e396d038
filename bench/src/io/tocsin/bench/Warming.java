package io.tocsin.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Events that do not count, until the JVM's compiler idles: until it takes no more than a twentieth of a window's processor time,
 * twice in a row. What is no JVM has no such threads and gets the two windows.
 *
 * @param cold the first window, from a system that has just been started
 * @param events of all windows
 * @param compiling microseconds for each event of the last window
 */
record Warming(Cpu cold, int events, double compiling) {
    private static final int WINDOW = 10_000;
    private static final int SENDERS = 64;
    private static final int LIMIT_SECONDS = 120;
    private static final double SHARE = 0.05;
    private static final int IN_A_ROW = 2;

    /**
     * Warms a system, for at most two minutes.
     *
     * @throws IOException where it does not deliver what it accepted
     */
    static Warming of(Trial trial) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        Cpu cold = null;
        Cpu last;
        int events = 0;
        int idle = 0;
        do {
            Load window = trial.saturate(SENDERS, 1, LIMIT_SECONDS, WINDOW);
            if (window.lost() > 0) {
                throw new IOException(trial.system().name() + " did not deliver " + window.lost() + " of "
                        + window.events() + " warming events; " + trial.sink().unknown() + " deliveries had no mark");
            }
            last = window.cpu();
            cold = cold == null ? last : cold;
            events += window.events();
            idle = last.compiling() <= SHARE * last.total() ? idle + 1 : 0;
        } while (idle < IN_A_ROW && System.nanoTime() < until);
        System.out.printf(
                Locale.ROOT,
                "%-14s warmed by %,d events: %.0f us each at first, %.0f at last (%.0f of it compiling)%n",
                trial.system().name(),
                events,
                cold.total(),
                last.total(),
                last.compiling());
        return new Warming(cold, events, last.compiling());
    }
}
