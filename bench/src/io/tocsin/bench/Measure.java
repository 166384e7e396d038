package io.tocsin.bench;

import java.util.Optional;

/** What is measured: its line in the report, and the target for the hub where there is one. */
enum Measure {
    READY("start to ready, ms", Target.atMost(1_800, " with a start cache")),
    IDLE("resident when idle, MB", Target.atMost(160, "")),
    LOADED("resident under load, at most, MB"),
    CPU_COLD("CPU per event, the first 10,000, us"),
    CPU("CPU per event, saturated, us", Target.peerTimesAtMost(0.6)),
    CPU_AT_RATE("CPU per event at 500/s, us"),
    COMPILING("  compiling, of what is saturated, us"),
    COLLECTING("  garbage collection, of the same, us"),
    DELIVERIES("deliveries/s, three per event, end to end", Target.peerTimes(1.5, "")),
    ACCEPT_64("accepted/s, 64 senders, one a request", Target.peerTimes(2.5, "")),
    ACCEPT_256("accepted/s, 256 senders, one a request", Target.peerTimes(2.5, "")),
    ACCEPT_64_BATCH("accepted/s, 64 senders, batches of 100", Target.peerTimes(10, "")),
    ACCEPT_P99("accept p99 at 256 senders, ms"),
    LATENCY_P50("accept to delivery at 500/s, p50, ms", Target.atMost(5, "")),
    LATENCY_P99("accept to delivery at 500/s, p99, ms", Target.peerTimesAtMost(1)),
    REFUSED("refused and sent again"),
    LOST("accepted but never delivered", Target.atMost(0, "")),
    REPEATED("delivered more than once", Target.atMost(0, ""));

    private final String line;
    private final Optional<Target> target;

    Measure(String line) {
        this(line, Optional.empty());
    }

    Measure(String line, Optional<Target> target) {
        this.line = line;
        this.target = target;
    }

    String line() {
        return line;
    }

    Optional<Target> target() {
        return target;
    }
}
