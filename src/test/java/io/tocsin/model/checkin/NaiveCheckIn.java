package io.tocsin.model.checkin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A check-in as one would do it by hand: a deadline on the wall, put off by whoever has a reason, and somebody who looks at it each second.
 * What is said is written down.
 */
final class NaiveCheckIn {

    private static final long HOUR = 3_600;

    private long every;
    private long grace;
    private long deadline;
    private boolean excused;
    private boolean late;
    private long lateSince;
    private Optional<Long> lastReport = Optional.empty();
    final List<String> said = new ArrayList<>();

    NaiveCheckIn(Terms terms, long now) {
        this.every = terms.every().toSeconds();
        this.grace = terms.grace().toSeconds();
        this.deadline = now + every + grace;
    }

    void second(long now) {
        if (!late && now >= deadline) {
            late = true;
            lateSince = deadline;
            said.add("late " + deadline);
        }
    }

    void report(long now) {
        lastReport = Optional.of(now);
        deadline = now + every + grace;
        excused = false;
        if (late) {
            late = false;
            said.add("over " + now);
        }
    }

    /** The next report may come as late as the new terms allow, counted from the last; and nobody gets less time than before for an edit. */
    void edit(Terms terms, long now) {
        long old = deadline;
        long counted = deadline - every - grace;
        boolean same =
                every == terms.every().toSeconds() && grace == terms.grace().toSeconds();
        every = terms.every().toSeconds();
        grace = terms.grace().toSeconds();
        if (same) {
            return;
        }
        deadline = counted + every + grace;
        if (late) {
            if (deadline > now) {
                late = false;
                said.add("over " + now);
            }
        } else if (deadline < old) {
            deadline = Math.max(deadline, Math.min(old, now + every + grace));
        }
    }

    void away(long from, long to) {
        if (late || deadline < from) {
            return;
        }
        long slack = Math.min(every * 1_000 / 10, 60_000);
        long counted = (deadline - every - grace) * 1_000;
        long earliest = counted + (every - grace) * 1_000 - slack;
        if (from * 1_000 < counted + slack) { // a report that was in memory alone may be lost
            deadline += Math.max(0, Math.min(slack, to * 1_000 - counted)) / 1_000;
        }
        if (earliest <= to * 1_000) {
            deadline = Math.max(deadline, to + grace + (excused ? Math.min(HOUR, every) : every));
            excused = true;
        }
    }

    void clockSet(long by) {
        if (!late) {
            deadline += by;
            lastReport = lastReport.map(at -> at + by);
        }
    }

    Optional<Instant> lateSince() {
        return late ? Optional.of(Instant.ofEpochSecond(lateSince)) : Optional.empty();
    }

    Optional<Instant> deadline() {
        return late ? Optional.empty() : Optional.of(Instant.ofEpochSecond(deadline));
    }

    Optional<Instant> lastReport() {
        return lastReport.map(Instant::ofEpochSecond);
    }

    static Terms terms(long every, long grace) {
        return new Terms(Duration.ofSeconds(every), Duration.ofSeconds(grace));
    }
}
