package io.tocsin.bench;

/** What is measured: its line in the report, and the target for the hub where there is one. */
enum Measure {
    READY("start to ready, slowest, ms", "under 3,000; with a start cache 1,500"),
    IDLE("resident when idle, at most, MB", "under 150"),
    LOADED("resident under load, at most, MB", ""),
    ACCEPT_64("accepted/s, 64 senders, one a request", "3x Alertmanager, 0.5x bare"),
    ACCEPT_256("accepted/s, 256 senders, one a request", "3x Alertmanager, 0.5x bare"),
    ACCEPT_64_BATCH("accepted/s, 64 senders, batches of 100", "3x Alertmanager"),
    ACCEPT_256_BATCH("accepted/s, 256 senders, batches of 100", "3x Alertmanager"),
    ACCEPT_P99("accept p99 at 256 senders, ms", ""),
    DELIVERIES("deliveries/s, three per event, end to end", "1.5x Alertmanager"),
    CPU("CPU per event with its deliveries, us", "0.7x Alertmanager"),
    LATENCY_P50("accept to delivery at 500/s, p50, ms", "at most 10"),
    LATENCY_P99("accept to delivery at 500/s, p99, ms", "below Alertmanager"),
    REFUSED("refused and sent again", ""),
    LOST("accepted but never delivered", "0"),
    REPEATED("delivered more than once", "0");

    private final String line;
    private final String target;

    Measure(String line, String target) {
        this.line = line;
        this.target = target;
    }

    String line() {
        return line;
    }

    String target() {
        return target;
    }
}
