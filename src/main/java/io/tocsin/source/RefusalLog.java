package io.tocsin.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator learns of refused requests: all are counted by source and reason, and of each reason one a minute is
 * logged, so that nobody fills the disk and no reason hides another.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long MINUTE = 60_000_000_000L;

    private final String path;
    private final MeterRegistry meters;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    RefusalLog(String path, MeterRegistry meters) {
        this.path = path;
        this.meters = meters;
    }

    /**
     * Counts a refusal, and may log it.
     *
     * @param source the sender's name; one that anybody may have made up is logged and not counted, since labels of a metric
     *     have few values
     * @param known whether there is such a source for certain
     * @param reason a word of ours
     * @param why what the operator should know, which a sender may not be told
     */
    void note(String source, boolean known, String reason, String why) {
        counters.computeIfAbsent(List.of(known ? source : "", reason), this::counter)
                .increment();
        long unsaid = lines.computeIfAbsent(reason, any -> new Line()).say(System.nanoTime());
        if (unsaid >= 0) {
            LOG.warn(
                    "{}: refused a request for source {}: {}{}",
                    path,
                    source,
                    why,
                    unsaid == 0 ? "" : " (and " + unsaid + " more for this reason since the last such line)");
        }
    }

    private Counter counter(List<String> labels) {
        return Counter.builder("tocsin.refused")
                .description("Requests that were refused, by origin and reason")
                .tag("origin", labels.get(0))
                .tag("reason", labels.get(1))
                .register(meters);
    }

    private static final class Line {
        private long last = System.nanoTime() - MINUTE;
        private long unsaid;

        /** How many were not told since the last one that was; less than 0 where this one is not told either. */
        synchronized long say(long now) {
            if (now - last < MINUTE) {
                unsaid++;
                return -1;
            }
            last = now;
            long before = unsaid;
            unsaid = 0;
            return before;
        }
    }
}
