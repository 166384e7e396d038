package io.tocsin.bench;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Processor time of a child from when this was made. */
final class Meter {
    private final Child child;
    private final double before;
    private final ThreadTimes threadsBefore;

    Meter(Child child) throws IOException {
        this.child = child;
        before = child.cpuSeconds();
        threadsBefore = child.threads();
    }

    /** What was used until now, for each of so many events. */
    Cpu perEvent(int events) throws IOException {
        double micros = 1e6 / Math.max(1, events);
        double total = (child.cpuSeconds() - before) * micros;
        Map<String, Double> byThread = new TreeMap<>();
        child.threads().since(threadsBefore).forEach((name, seconds) -> byThread.put(name, seconds * micros));
        return new Cpu(total, byThread);
    }
}
