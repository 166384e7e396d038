package io.tocsin.app.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How late things came: of a hub that ran all the time, and of one that was away between the time and the arrival. */
final class Lateness {

    private final InterruptedHub hub;
    private final List<Long> running = new ArrayList<>();
    private final List<Long> restarted = new ArrayList<>();
    private final List<Long> whileThere = new ArrayList<>();

    Lateness(InterruptedHub hub) {
        this.hub = hub;
    }

    /** @param due what comes before is not late */
    void add(Instant due, Instant came) {
        long late = Math.max(0, Duration.between(due, came).toMillis());
        if (hub.wasAway(due, came)) {
            restarted.add(late);
            whileThere.add(late - hub.away(due, came).toMillis());
        } else {
            running.add(late);
        }
    }

    private static long at(List<Long> millis, double share) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    @Override
    public String toString() {
        return "late by " + words(running) + "; over a restart (" + restarted.size() + ") " + words(restarted)
                + ", of which the hub was there for " + words(whileThere);
    }

    private static String words(List<Long> millis) {
        return "p50 " + at(millis, 0.5) + " ms, p99 " + at(millis, 0.99) + " ms";
    }
}
